INSERT INTO attempt (outbox_id, day, attempt, event, items, permit, reason, retry_at, at)
SELECT * FROM unnest(?::bigint[], ?::date[], ?::smallint[], ?::text[], ?::smallint[], ?::text[], ?::text[], ?::timestamptz[],
                     ?::timestamptz[])
