INSERT INTO receipt (outbox_id, day, owner_id, bot_id, state, attempts, sent_id, settled_at)
SELECT 2 * n, day, 1 + n % 200, 2 * (1 + n % 200) - 1, 'delivered', 1, 's' || 2 * n, at
FROM (SELECT (now() AT TIME ZONE 'UTC')::date - ? AS day, now() - ? * interval '1 day' AS at) past, generate_series(?, ?) AS n
