-- Behind which number the last messages of a mailbox are.
SELECT coalesce((
  SELECT o.number FROM outbox o
  WHERE o.ledger = 'udp' AND o.network = 'udp' AND o.conversation = :conversation
  ORDER BY o.number DESC OFFSET :many LIMIT 1), 0)
