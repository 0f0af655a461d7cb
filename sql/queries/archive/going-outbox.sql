-- What has its end, some of it.
CREATE TEMP TABLE going AS
SELECT o.id AS key FROM $leaf o JOIN receipt r ON r.outbox_id = o.id AND r.day = DATE '$day'
WHERE r.settled_at < '$before'::timestamptz
LIMIT $rows
