-- How many messages of a run have their receipt.
SELECT count(*) FROM receipt WHERE outbox_id > ? AND day >= current_date - 1
