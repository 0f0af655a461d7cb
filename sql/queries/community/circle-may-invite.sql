SELECT NOT EXISTS (SELECT FROM blocked WHERE user_id = :user_id AND other = :by)
