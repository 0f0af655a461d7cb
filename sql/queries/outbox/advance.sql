UPDATE outbox_cursor c SET id = moved.id, day = moved.day
FROM unnest(?::smallint[], ?::bigint[], ?::date[]) AS moved (lane, id, day)
WHERE c.network = ? AND c.lane = moved.lane
