-- One end state a message: what is settled already stays as it is.
INSERT INTO receipt (outbox_id, day, owner_id, bot_id, state, attempts, reason, sent_id, settled_at)
SELECT s.outbox_id, s.day, s.owner_id, s.bot_id, s.state, s.attempts, s.reason, s.sent_id, to_timestamp(s.settled_at)
FROM unnest(?::bigint[], ?::date[], ?::integer[], ?::integer[], ?::text[], ?::smallint[], ?::text[], ?::text[], ?::float8[])
  AS s (outbox_id, day, owner_id, bot_id, state, attempts, reason, sent_id, settled_at)
ON CONFLICT DO NOTHING
RETURNING outbox_id
