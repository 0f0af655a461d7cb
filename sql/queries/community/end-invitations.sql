DELETE FROM invitation WHERE user_id = :one AND invited_by = :other OR user_id = :other AND invited_by = :one
