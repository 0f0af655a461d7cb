-- The last number that a message was given, about how many were given after the last one that is mapped and settled,
-- and whether an operator lets the archive rest.
SELECT s.last_value AS number,
  s.last_value - greatest((SELECT max(id) FROM inbox_cursor), (SELECT max(id) FROM outbox_cursor), 0) AS behind,
  (SELECT paused_at FROM archive) AS paused_at
FROM message_id s
