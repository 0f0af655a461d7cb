-- Locks lanes until the transaction ends, then makes a process their holder; yields those that were another's. One writer a
-- lane, so that ids are committed in their order; lanes come sorted, so that two writers never wait for each other in a
-- circle. Two statements: the second must see what was committed before the lock was given. 7101 is Kurir's class for
-- outbox lanes.
SELECT pg_advisory_xact_lock(7101, lane) FROM unnest(?::integer[]) AS lane;
UPDATE lane_holder SET holder = ?
WHERE lane = ANY (?) AND holder IS DISTINCT FROM ?
RETURNING lane
