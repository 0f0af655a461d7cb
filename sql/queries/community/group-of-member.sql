SELECT c.id
FROM circle c JOIN circle_member m ON m.circle_id = c.id
WHERE c.name = :circle AND NOT c.open AND m.user_id = :user_id
