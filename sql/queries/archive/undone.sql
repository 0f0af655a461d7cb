SELECT id, relation, day, part, rows, checksum, done_at FROM move WHERE done_at IS NULL ORDER BY id
