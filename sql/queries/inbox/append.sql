-- Appends a batch in its order. What a network delivered before is left out: today's rows by the unique
-- index, the days' before by a look into their indexes.
INSERT INTO inbox (ledger, network, day, node, lane, owner_id, bot_id, network_message_id, sender, user_name,
                   display_name, kind, text, quotes, hints, sent_at, received_at, journaled_at, stored_at)
SELECT a.ledger, a.network, batch.day, batch.node, a.lane, a.owner_id, a.bot_id, a.network_message_id, a.sender,
       a.user_name, a.display_name, a.kind, a.text, a.quotes, a.hints, a.sent_at, a.received_at, a.journaled_at, batch.at
FROM (SELECT ?::date AS day, ?::smallint AS node, ?::timestamptz AS at) batch
CROSS JOIN unnest(?::text[], ?::text[], ?::smallint[], ?::integer[], ?::integer[], ?::text[], ?::text[], ?::text[],
                  ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[],
                  ?::timestamptz[])
  WITH ORDINALITY AS a (ledger, network, lane, owner_id, bot_id, network_message_id, sender, user_name,
                        display_name, kind, text, quotes, hints, sent_at, received_at, journaled_at, place)
LEFT JOIN LATERAL (
  SELECT 1 AS known
  FROM inbox earlier
  WHERE earlier.ledger = a.ledger AND earlier.bot_id = a.bot_id
    AND earlier.network_message_id = a.network_message_id
    AND earlier.day >= batch.day - 7 AND earlier.day < batch.day
  LIMIT 1
) earlier ON true
WHERE earlier.known IS NULL
ORDER BY a.place
ON CONFLICT DO NOTHING
RETURNING network, lane
