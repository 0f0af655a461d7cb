-- The next messages of some lanes, behind each node's cursor. A day earlier too: a node's clock may have been set back.
SELECT i.id, i.day, i.node, i.ledger, i.owner_id, i.bot_id, i.sender, i.user_name, i.display_name, i.kind, i.text,
       i.quotes, c.id AS cursor_id
FROM inbox_cursor c
CROSS JOIN LATERAL (
  SELECT * FROM inbox i
  WHERE i.ledger IN (:network, 'control') AND i.network = :network AND i.lane = c.lane AND i.node = c.node
    AND i.id > c.id AND i.day >= c.day - 1
  ORDER BY i.id
  LIMIT ?
) i
WHERE c.network = :network AND c.lane = ANY (?)
ORDER BY i.id
