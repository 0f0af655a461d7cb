-- Appends drafts in their order.
INSERT INTO outbox (ledger, network, day, lane, owner_id, conversation, number, contact_id, source_id,
                    retry_of, text, retry_key, created_at)
SELECT a.ledger, a.network, batch.day, a.lane, a.owner_id, a.conversation, a.number, a.contact_id, a.source_id,
       a.retry_of, a.text, gen_random_uuid(), batch.at
FROM (SELECT ?::date AS day, ?::timestamptz AS at) batch
CROSS JOIN unnest(?::text[], ?::text[], ?::smallint[], ?::integer[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                  ?::bigint[], ?::text[])
  WITH ORDINALITY AS a (ledger, network, lane, owner_id, conversation, number, contact_id, source_id, retry_of, text,
                         place)
ORDER BY a.place
RETURNING id, retry_key
