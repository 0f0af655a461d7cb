-- Up to which number a mailbox may lie in the archive: what is before its first message here, once anything was archived.
SELECT coalesce((
  SELECT min(o.number) - 1 FROM outbox o
  WHERE o.ledger = 'udp' AND o.conversation = :conversation AND (SELECT begun_at IS NOT NULL FROM archive)), 0)
