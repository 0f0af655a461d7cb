INSERT INTO friend (user_id, other, state, since)
VALUES (:one, :other, 'friends', :now), (:other, :one, 'friends', :now)
ON CONFLICT (user_id, other) DO UPDATE SET state = excluded.state, since = excluded.since
