SELECT count(*), coalesce(sum(rows), 0), coalesce(sum(bytes), 0), max(done_at) FROM move
