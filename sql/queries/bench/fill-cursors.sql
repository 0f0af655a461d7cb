-- Everything of the past is mapped and settled; new messages get newer ids.
WITH newest AS (
  SELECT setval('message_id', 2 * ?) AS id
), counted AS (
  INSERT INTO mailbox (id, next) SELECT -owner, 2 + newest.id / 400 FROM newest, generate_series(1, 200) AS owner
), mapped AS (
  INSERT INTO inbox_cursor (network, lane, node, id, day)
  SELECT 'sink', lane, 1, newest.id, (now() AT TIME ZONE 'UTC')::date FROM newest, generate_series(0, 15) AS lane
)
INSERT INTO outbox_cursor (network, lane, id, day)
SELECT 'sink', lane, newest.id, (now() AT TIME ZONE 'UTC')::date FROM newest, generate_series(0, 15) AS lane
