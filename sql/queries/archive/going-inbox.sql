-- What was mapped, some of it.
CREATE TEMP TABLE going AS
SELECT i.id AS key FROM $leaf i JOIN inbox_cursor c ON c.network = i.network AND c.lane = i.lane AND c.node = i.node
WHERE i.id <= c.id AND i.stored_at < '$before'::timestamptz
LIMIT $rows
