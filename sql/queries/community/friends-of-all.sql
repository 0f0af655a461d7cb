SELECT f.user_id, u.id, u.name
FROM friend f JOIN messenger_user u ON u.id = f.other
WHERE f.user_id = ANY(:ids) AND f.state = 'friends'
