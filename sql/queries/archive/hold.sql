-- One sweep, erasure or restoration at a time. 7105 is Kurir's class for the archive.
SELECT pg_advisory_lock(7105, 0)
