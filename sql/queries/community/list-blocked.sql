SELECT u.name
FROM blocked b JOIN messenger_user u ON u.id = b.other
WHERE b.user_id = :user_id AND u.name COLLATE "C" > :after
ORDER BY u.name COLLATE "C"
LIMIT :limit
