SELECT outbox_id, bot_id, state, attempts, reason, settled_at FROM receipt WHERE outbox_id = ANY (?) AND day >= ?::date
