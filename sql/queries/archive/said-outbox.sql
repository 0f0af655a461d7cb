-- What was sent to partners and what their owner was shown of them, as far as it has ended.
SELECT o.id, o.day FROM outbox o
WHERE o.owner_id = ? AND o.erased_at IS NULL AND (o.conversation = ANY (?::bigint[]) OR o.contact_id = ANY (?::bigint[]))
  AND $ended
