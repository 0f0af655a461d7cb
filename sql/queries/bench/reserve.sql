-- Numbers up to one are given: Kurir takes messages that bear them for mapped and settled.
WITH newest AS (
  SELECT setval('message_id', ?::bigint) AS id
), mapped AS (
  INSERT INTO inbox_cursor (network, lane, node, id, day)
  SELECT 'sink', lane, 1, newest.id, (now() AT TIME ZONE 'UTC')::date FROM newest, generate_series(0, 15) AS lane
)
INSERT INTO outbox_cursor (network, lane, id, day)
SELECT 'sink', lane, newest.id, (now() AT TIME ZONE 'UTC')::date FROM newest, generate_series(0, 15) AS lane
