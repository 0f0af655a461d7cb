SELECT u.id, u.name
FROM friend f JOIN messenger_user u ON u.id = f.other
WHERE f.user_id = :user_id AND f.state = 'friends'
