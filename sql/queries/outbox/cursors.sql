SELECT lane, id, day FROM outbox_cursor WHERE network = ?
