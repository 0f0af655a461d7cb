-- Ends the connected session of a user.
UPDATE session SET connected = false WHERE user_id = ? AND connected
RETURNING id, server, address, port
