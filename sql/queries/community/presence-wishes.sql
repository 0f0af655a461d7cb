SELECT id, name, show, status, last_seen_at FROM messenger_user WHERE id = ANY(:ids)
