-- Appends a batch in its order, and with it how far the journal is stored. What the network delivered before on
-- the same day is left out by the unique index.
WITH stored AS (
  UPDATE node SET segment = ?, byte_offset = ? WHERE id = ?
)
INSERT INTO inbox (ledger, network, day, node, lane, owner_id, bot_id, network_message_id, sender, user_name,
                   display_name, kind, text, quotes, hints, sent_at, received_at, journaled_at, stored_at)
SELECT a.ledger, a.network, batch.day, batch.node, a.lane, a.owner_id, a.bot_id, a.network_message_id, a.sender,
       a.user_name, a.display_name, a.kind, a.text, a.quotes, a.hints, to_timestamp(a.sent_at),
       to_timestamp(a.received_at), to_timestamp(a.journaled_at), batch.at
FROM (SELECT ?::date AS day, ?::smallint AS node, ?::timestamptz AS at) batch
CROSS JOIN unnest(?::text[], ?::text[], ?::smallint[], ?::integer[], ?::integer[], ?::text[], ?::text[], ?::text[],
                  ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::float8[], ?::float8[], ?::float8[])
  WITH ORDINALITY AS a (ledger, network, lane, owner_id, bot_id, network_message_id, sender, user_name,
                        display_name, kind, text, quotes, hints, sent_at, received_at, journaled_at, place)
ORDER BY a.place
ON CONFLICT DO NOTHING
RETURNING id, bot_id, network_message_id
