-- The messages by which an owner wrote to partners.
SELECT source_id FROM outbox WHERE owner_id = ? AND conversation = ANY (?::bigint[]) AND source_id IS NOT NULL
