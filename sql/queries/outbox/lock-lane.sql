-- One writer a lane, so that ids are committed in their order. 7101 is Kurir's class for outbox lanes.
SELECT pg_advisory_xact_lock(7101, ?)
