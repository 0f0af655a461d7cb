-- People whose name or display name begins so, in any case, by name. Compared byte by byte, as both indexes are: what
-- begins so lies between the beginning itself and the beginning with the last of all characters behind it.
-- Who is called so is gathered first: sorted by name at once, everybody would be gone through for a page of few.
WITH called AS MATERIALIZED (
  SELECT id, name
  FROM messenger_user
  WHERE NOT bot AND lower(display_name) ~>=~ lower(:search) AND lower(display_name) ~<~ (lower(:search) || :last)
), found AS (
  (SELECT id, name
   FROM messenger_user
   WHERE NOT bot AND name ~>=~ lower(:search) AND name ~<~ (lower(:search) || :last) AND name ~>~ :after
   ORDER BY name USING ~<~
   LIMIT :limit)
  UNION
  SELECT id, name FROM called WHERE name ~>~ :after
), page AS (
  SELECT id FROM found ORDER BY name USING ~<~ LIMIT :limit
)
SELECT u.id, u.name, u.display_name, u.about, u.registered_at
FROM page JOIN messenger_user u ON u.id = page.id
ORDER BY u.name USING ~<~
