-- Moves a cursor, unless another engine has moved it meanwhile.
UPDATE inbox_cursor SET id = ?, day = ? WHERE network = ? AND lane = ? AND node = ? AND id = ?
