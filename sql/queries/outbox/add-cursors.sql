INSERT INTO outbox_cursor (network, lane, id, day)
SELECT ?, lane, 0, DATE '2000-01-01' FROM generate_series(0, ? - 1) AS lane
ON CONFLICT DO NOTHING
