INSERT INTO waiting (network, conversation, lane, outbox_id, day, attempts, since, due_at, reason)
VALUES (?, ?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz, ?)
ON CONFLICT (network, conversation) DO UPDATE
  SET outbox_id = EXCLUDED.outbox_id, day = EXCLUDED.day, attempts = EXCLUDED.attempts, since = EXCLUDED.since,
      due_at = EXCLUDED.due_at, reason = EXCLUDED.reason
