SELECT conversation, lane, outbox_id, day, attempts, since, due_at, together, saved_at FROM waiting WHERE network = ?
