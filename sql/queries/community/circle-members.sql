SELECT u.name, m.role, m.since
FROM circle_member m JOIN messenger_user u ON u.id = m.user_id
WHERE m.circle_id = :circle_id AND u.name > :after
ORDER BY u.name
LIMIT :limit
