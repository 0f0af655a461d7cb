INSERT INTO waiting (network, conversation, lane, outbox_id, day, attempts, since, due_at, together, reason, saved_at)
SELECT ?, w.*, ?::timestamptz
FROM unnest(?::bigint[], ?::smallint[], ?::bigint[], ?::date[], ?::smallint[], ?::timestamptz[], ?::timestamptz[],
            ?::smallint[], ?::text[]) AS w
ON CONFLICT (network, conversation) DO UPDATE
  SET outbox_id = EXCLUDED.outbox_id, day = EXCLUDED.day, attempts = EXCLUDED.attempts, since = EXCLUDED.since,
      due_at = EXCLUDED.due_at, together = EXCLUDED.together, reason = EXCLUDED.reason, saved_at = EXCLUDED.saved_at
