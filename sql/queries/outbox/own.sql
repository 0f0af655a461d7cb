-- One process flushes a network. 7102 is Kurir's class for flushes.
SELECT pg_try_advisory_lock(7102, hashtext(?))
