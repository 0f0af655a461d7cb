INSERT INTO session (id, user_id, server, address, port, acknowledges, token, logged_in_at, connected)
VALUES (?, ?, ?, ?, ?, ?, ?, ?::timestamptz, true)
RETURNING serial
