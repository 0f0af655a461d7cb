SELECT EXISTS (SELECT FROM friend WHERE user_id = :one AND other = :other AND state = 'friends')
