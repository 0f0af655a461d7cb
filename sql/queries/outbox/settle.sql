-- One end state a message: what is settled already stays as it is.
INSERT INTO receipt (outbox_id, day, owner_id, bot_id, state, attempts, reason, sent_id, settled_at)
SELECT * FROM unnest(?::bigint[], ?::date[], ?::integer[], ?::integer[], ?::text[], ?::smallint[], ?::text[], ?::text[],
                     ?::timestamptz[])
ON CONFLICT DO NOTHING
RETURNING outbox_id
