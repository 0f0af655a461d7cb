-- The group or room of a name, if somebody is in it.
SELECT c.id
FROM circle c JOIN circle_member m ON m.circle_id = c.id AND m.user_id = :user_id
WHERE c.name = :name
