-- Says that a server lives, for as long as the connection does; false while an older connection of its is not given up.
SELECT pg_try_advisory_lock(7103, ?)
