SELECT EXISTS (SELECT FROM login WHERE id = :id AND expires_at > :now)
