-- Takes the sessions of servers that do not work with the others any more; each goes to one server, because only one
-- can change its row.
UPDATE session s SET server = ?
FROM messenger_user u
WHERE u.id = s.user_id AND s.connected AND s.server <> ALL (?) AND s.server IN (SELECT node FROM server)
RETURNING s.id, s.user_id, u.name, s.address, s.port, s.acknowledges, s.token, s.serial
