-- Which of these places were stored on one of the days before a day, or have left within the week.
SELECT a.place
FROM (SELECT ?::date AS day) batch
CROSS JOIN unnest(?::text[], ?::integer[], ?::text[]) WITH ORDINALITY AS a (ledger, bot_id, network_message_id, place)
CROSS JOIN LATERAL (
  (SELECT 1
   FROM inbox earlier
   WHERE earlier.ledger = a.ledger AND earlier.bot_id = a.bot_id
     AND earlier.network_message_id = a.network_message_id
     AND earlier.day >= batch.day - 7 AND earlier.day < batch.day
   LIMIT 1)
  UNION ALL
  (SELECT 1
   FROM arrival_seen seen
   WHERE seen.ledger = a.ledger AND seen.bot_id = a.bot_id
     AND seen.network_message_id = a.network_message_id
     AND seen.day >= batch.day - 7)
  LIMIT 1
) earlier
