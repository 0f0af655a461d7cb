SELECT b.id, b.owner_id, b.role, o.pairing_code
FROM unnest(?::integer[]) AS wanted (id)
JOIN bot b ON b.id = wanted.id
JOIN owner o ON o.id = b.owner_id
UNION ALL
SELECT u.id, u.id, 'user', '' FROM messenger_user u WHERE u.id = ANY (?)
