SELECT conversation, lane, outbox_id, day, attempts, since, due_at, together FROM waiting WHERE network = ?
