SELECT u.id, u.name, u.display_name, f.since
FROM friend f JOIN messenger_user u ON u.id = f.other
WHERE f.user_id = :user_id AND f.state = 'friends' AND u.name COLLATE "C" > :after
ORDER BY u.name COLLATE "C"
LIMIT :limit
