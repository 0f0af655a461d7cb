DELETE FROM friend WHERE user_id = :one AND other = :other OR user_id = :other AND other = :one
