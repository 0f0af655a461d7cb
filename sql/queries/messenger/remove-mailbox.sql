-- The texts of a user who is gone; what is left is that there was something.
WITH gone AS (
  DELETE FROM outbox o WHERE o.ledger = 'udp' AND o.conversation = ? RETURNING o.id, o.day
), receipts AS (
  DELETE FROM receipt r USING gone g WHERE r.outbox_id = g.id AND r.day = g.day
), attempts AS (
  DELETE FROM attempt a USING gone g WHERE a.outbox_id = g.id AND a.day = g.day
)
DELETE FROM inbox i WHERE i.ledger = 'udp' AND i.bot_id = ?
