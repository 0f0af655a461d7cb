-- Returns unused numbers where nobody has taken more since. Locked in the order of ids, as fetch.sql does; by ctid,
-- because a join by id is planned as a scan of all mailboxes.
WITH mine AS MATERIALIZED (
  SELECT m.row, g.position
  FROM unnest(?::bigint[], ?::bigint[], ?::bigint[]) AS g (id, position, upto)
  CROSS JOIN LATERAL (
    SELECT mailbox.ctid AS row FROM mailbox WHERE mailbox.id = g.id AND mailbox.next = g.upto FOR UPDATE) m
)
UPDATE mailbox SET next = mine.position FROM mine WHERE mailbox.ctid = mine.row
