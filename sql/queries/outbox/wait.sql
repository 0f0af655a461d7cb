INSERT INTO waiting (network, conversation, lane, outbox_id, day, attempts, since, due_at, together, reason)
SELECT ?, * FROM unnest(?::bigint[], ?::smallint[], ?::bigint[], ?::date[], ?::smallint[], ?::timestamptz[], ?::timestamptz[],
                        ?::smallint[], ?::text[])
ON CONFLICT (network, conversation) DO UPDATE
  SET outbox_id = EXCLUDED.outbox_id, day = EXCLUDED.day, attempts = EXCLUDED.attempts, since = EXCLUDED.since,
      due_at = EXCLUDED.due_at, together = EXCLUDED.together, reason = EXCLUDED.reason
