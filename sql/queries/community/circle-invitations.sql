SELECT c.name, c.title, u.name AS invited_by, i.invited_at
FROM invitation i
JOIN circle c ON c.id = i.circle_id
LEFT JOIN messenger_user u ON u.id = i.invited_by
WHERE i.user_id = :user_id AND c.name > :after
ORDER BY c.name
LIMIT :limit
