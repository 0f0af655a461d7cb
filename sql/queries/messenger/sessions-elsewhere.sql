-- Who is connected at other servers.
SELECT s.user_id, u.name, s.server, s.serial
FROM session s JOIN messenger_user u ON u.id = s.user_id
WHERE s.server <> ? AND s.connected
