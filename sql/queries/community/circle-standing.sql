-- Which circle it is, and what somebody is in it.
SELECT c.id, m.role
FROM circle c LEFT JOIN circle_member m ON m.circle_id = c.id AND m.user_id = :user_id
WHERE c.name = :name AND c.open = :open
