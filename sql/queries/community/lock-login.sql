SELECT l.user_id, u.name, l.token, l.former, l.seen_at
FROM login l JOIN messenger_user u ON u.id = l.user_id
WHERE l.id = :id AND l.expires_at > :now
FOR UPDATE OF l
