UPDATE ceiling.outbox SET done = true
WHERE id = ANY (ARRAY(SELECT id FROM ceiling.outbox WHERE NOT done ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED))
RETURNING id, conversation
