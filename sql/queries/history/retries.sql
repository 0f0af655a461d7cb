-- What messages were sent again as.
SELECT id, day, network, conversation, source_id, retry_of, created_at AS at
FROM outbox WHERE retry_of = ANY (?) AND day >= ?::date
