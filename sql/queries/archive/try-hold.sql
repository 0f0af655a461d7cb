-- The same, without waiting.
SELECT pg_try_advisory_lock(7105, 0)
