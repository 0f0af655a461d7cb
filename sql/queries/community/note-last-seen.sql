UPDATE messenger_user SET last_seen_at = :now WHERE id = ANY(:ids) AND show <> 'offline'
