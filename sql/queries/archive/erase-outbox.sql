-- Takes the texts of what was sent to partners and of what the owner was shown of them, but for what is still on its way.
UPDATE outbox o SET text = '', erased_at = now()
WHERE o.owner_id = ? AND o.erased_at IS NULL AND (o.conversation = ANY (?::bigint[]) OR o.contact_id = ANY (?::bigint[]))
  AND EXISTS (SELECT 1 FROM receipt r WHERE r.outbox_id = o.id AND r.day = o.day)
RETURNING o.tableoid::regclass::text AS relation, 'outbox_' || o.ledger || '_' || to_char(o.day, 'YYYYMMDD') AS leaf
