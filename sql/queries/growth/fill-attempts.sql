-- That sending began, of messages whose network can't recognise a repeat.
WITH begun AS (
  INSERT INTO attempt (outbox_id, day, attempt, event, items, at)
  SELECT counted, day, 1, 'started', 1, now()
  FROM turns(?, ?, ?, ?, ?, ?, ?)
  RETURNING outbox_id
)
SELECT count(*), min(outbox_id) FROM begun
