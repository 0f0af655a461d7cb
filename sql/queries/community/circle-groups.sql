-- The groups that somebody is in.
SELECT c.name, c.title, c.created_at, m.role,
  (SELECT count(*) FROM circle_member WHERE circle_id = c.id) AS members
FROM circle_member m JOIN circle c ON c.id = m.circle_id
WHERE m.user_id = :user_id AND NOT c.open AND c.name > :after
ORDER BY c.name
LIMIT :limit
