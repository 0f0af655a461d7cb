INSERT INTO login (id, user_id, device, token, logged_in_at, seen_at, expires_at)
VALUES (:id, :user_id, :device, :token, :now, :now, :expires_at)
