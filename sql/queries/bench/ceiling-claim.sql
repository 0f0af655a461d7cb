-- ANY(ARRAY(…)) instead of a join: the planner then looks the rows up by the primary key.
UPDATE ceiling.inbox SET done = true
WHERE id = ANY (ARRAY(SELECT id FROM ceiling.inbox WHERE NOT done ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED))
RETURNING id, conversation, text
