-- The last move of a table of one day.
SELECT id, relation, day, part, rows, checksum, done_at FROM move WHERE relation = ? AND day = ?::date ORDER BY id DESC LIMIT 1
