-- Takes texts; gives in which tables each is and was.
UPDATE outbox o SET text = '', erased_at = now()
WHERE o.id = ANY (?::bigint[]) AND o.day >= ?::date AND o.erased_at IS NULL AND o.lane = ANY (ARRAY(SELECT generate_series(0, 15)))
RETURNING o.tableoid::regclass::text AS relation, 'outbox_' || o.ledger || '_' || to_char(o.day, 'YYYYMMDD') AS leaf
