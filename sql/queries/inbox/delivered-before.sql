-- Which of these places were stored on one of the days before a day.
SELECT a.place
FROM (SELECT ?::date AS day) batch
CROSS JOIN unnest(?::text[], ?::integer[], ?::text[]) WITH ORDINALITY AS a (ledger, bot_id, network_message_id, place)
CROSS JOIN LATERAL (
  SELECT 1
  FROM inbox earlier
  WHERE earlier.ledger = a.ledger AND earlier.bot_id = a.bot_id
    AND earlier.network_message_id = a.network_message_id
    AND earlier.day >= batch.day - 7 AND earlier.day < batch.day
  LIMIT 1
) earlier
