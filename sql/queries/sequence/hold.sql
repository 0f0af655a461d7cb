-- Takes locks until the transaction ends, then makes a process the holder of lanes; yields those that were another's. One
-- writer an outbox lane, so that ids are committed in their order; locks come sorted, and rows are locked in order, so that
-- two writers never wait for each other in a circle. Two statements: the second must see what was committed before the
-- locks were given. 7101 is Kurir's class for outbox lanes.
SELECT pg_advisory_xact_lock(7101, lock) FROM unnest(?::integer[]) AS lock;
UPDATE lane_holder SET holder = ?
FROM (SELECT h.lane FROM lane_holder h WHERE h.lane = ANY (?) AND h.holder IS DISTINCT FROM ? ORDER BY h.lane FOR UPDATE) other
WHERE lane_holder.lane = other.lane
RETURNING lane_holder.lane
