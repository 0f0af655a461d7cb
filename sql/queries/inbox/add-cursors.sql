-- A cursor for every network and lane of this node.
INSERT INTO inbox_cursor (network, lane, node, id, day)
SELECT n.name, l.lane, ?, 0, DATE '2000-01-01'
FROM network n CROSS JOIN generate_series(0, ? - 1) AS l (lane)
ON CONFLICT DO NOTHING
