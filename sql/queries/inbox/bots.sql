SELECT b.id, b.owner_id, b.role, o.pairing_code FROM bot b JOIN owner o ON o.id = b.owner_id WHERE b.id = ANY (?)
