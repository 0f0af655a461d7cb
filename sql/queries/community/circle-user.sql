-- A person by name, who stays until the transaction ends, and what they are in a circle.
SELECT u.id, u.name, m.role, m.since
FROM messenger_user u LEFT JOIN circle_member m ON m.circle_id = :circle_id AND m.user_id = u.id
WHERE u.name = :name AND NOT u.bot
FOR KEY SHARE OF u
