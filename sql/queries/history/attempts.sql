SELECT outbox_id, attempt, event, reason, retry_at, at FROM attempt WHERE outbox_id = ANY (?) AND day >= ?::date
