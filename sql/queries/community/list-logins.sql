SELECT id, device, logged_in_at, seen_at
FROM login
WHERE user_id = :user_id AND expires_at > :now
ORDER BY seen_at DESC, id
