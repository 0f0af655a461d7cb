-- How many messages are still on their way, and keep their text for now.
SELECT count(*) FROM outbox o
WHERE o.owner_id = ? AND o.erased_at IS NULL AND (o.conversation = ANY (?::bigint[]) OR o.contact_id = ANY (?::bigint[]))
