SELECT b.id, b.owner_id, b.created_at AS since, b.role, o.pairing_code
FROM unnest(?::integer[]) AS wanted (id)
JOIN bot b ON b.id = wanted.id
JOIN owner o ON o.id = b.owner_id
UNION ALL
SELECT u.id, u.id, u.registered_at, 'user', '' FROM messenger_user u WHERE u.id = ANY (?)
UNION ALL
SELECT c.id, c.id, c.created_at, 'circle', '' FROM circle c WHERE c.id = ANY (?)
