UPDATE outbox_cursor SET id = ?, day = ? WHERE network = ? AND lane = ?
