DELETE FROM friend WHERE user_id = :other AND other = :one AND state = 'asked'
