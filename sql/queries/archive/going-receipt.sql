-- What belongs to messages that have gone, some of it; what belongs to one message goes together.
CREATE TEMP TABLE going AS
SELECT DISTINCT outbox_id AS key FROM $leaf r
WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.id = r.outbox_id AND o.day = DATE '$day')
LIMIT $rows
