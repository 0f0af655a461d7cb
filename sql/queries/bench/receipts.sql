-- Which of these messages have their receipt.
SELECT outbox_id FROM receipt WHERE outbox_id = ANY (?) AND day >= current_date - 1
