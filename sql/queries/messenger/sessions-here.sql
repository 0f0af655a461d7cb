-- Who is connected at a server, as it was before its restart.
SELECT s.id, s.user_id, u.name, s.address, s.port, s.acknowledges, s.token, s.serial
FROM session s JOIN messenger_user u ON u.id = s.user_id
WHERE s.server = ? AND s.connected
