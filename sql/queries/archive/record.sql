INSERT INTO move (relation, day, part, rows, bytes, checksum, began_at, copied_at)
VALUES (?, ?::date, ?, ?, ?, ?, ?::timestamptz, clock_timestamp()) RETURNING id
