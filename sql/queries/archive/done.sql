UPDATE move SET done_at = clock_timestamp() WHERE id = ?
