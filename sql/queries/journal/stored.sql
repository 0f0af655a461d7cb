UPDATE node SET segment = ?, byte_offset = ? WHERE id = ?
