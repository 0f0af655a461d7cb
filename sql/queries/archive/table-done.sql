DELETE FROM erased_table WHERE passive = ? AND relation = ?
