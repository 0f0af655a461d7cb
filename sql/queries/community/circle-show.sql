SELECT c.name, c.title, c.created_at, m.role,
  (SELECT count(*) FROM circle_member WHERE circle_id = c.id) AS members
FROM circle c LEFT JOIN circle_member m ON m.circle_id = c.id AND m.user_id = :user_id
WHERE c.name = :name AND c.open = :open
