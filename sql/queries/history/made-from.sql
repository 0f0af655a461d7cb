-- What messages were mapped to.
SELECT id, day, network, conversation, source_id, retry_of, created_at AS at
FROM outbox WHERE source_id = ANY (?) AND day >= ?::date
