-- Moves cursors, each unless another engine has moved it meanwhile.
UPDATE inbox_cursor c SET id = moved.to_id, day = moved.day
FROM unnest(?::smallint[], ?::smallint[], ?::bigint[], ?::bigint[], ?::date[]) AS moved (lane, node, from_id, to_id, day)
WHERE c.network = ? AND c.lane = moved.lane AND c.node = moved.node AND c.id = moved.from_id
