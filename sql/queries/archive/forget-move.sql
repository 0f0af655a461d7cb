DELETE FROM move WHERE id = ?
