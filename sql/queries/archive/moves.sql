SELECT id, relation, day, part, rows, bytes, checksum, began_at, copied_at, done_at
FROM move ORDER BY id DESC LIMIT ?
