-- A page of the rooms whose name or title begins so. The bounds are those of the indexes, which LIKE with a parameter
-- would not use.
SELECT c.name, c.title, c.created_at, m.role,
  (SELECT count(*) FROM circle_member WHERE circle_id = c.id) AS members
FROM (
  SELECT id, name, title, created_at FROM circle
  WHERE open AND name ~>=~ lower(:first) AND name ~<=~ lower(:last) AND name > :after
  UNION
  SELECT id, name, title, created_at FROM circle
  WHERE open AND lower(title) ~>=~ lower(:first) AND lower(title) ~<=~ lower(:last) AND name > :after
  ORDER BY name
  LIMIT :limit
) c
LEFT JOIN circle_member m ON m.circle_id = c.id AND m.user_id = :user_id
ORDER BY c.name
