DELETE FROM blocked WHERE user_id = :one AND other = :other
