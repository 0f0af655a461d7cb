-- One writer a lane, so that ids are committed in their order; lanes come sorted, so that two writers never wait for each
-- other in a circle. 7101 is Kurir's class for outbox lanes.
SELECT pg_advisory_xact_lock(7101, lane) FROM unnest(?::integer[]) AS lane
