INSERT INTO attempt (outbox_id, day, attempt, event, reason, retry_at, at)
SELECT * FROM unnest(?::bigint[], ?::date[], ?::smallint[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[])
