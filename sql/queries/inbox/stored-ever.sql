-- Which of these places were ever stored, as far as this database knows.
SELECT a.place
FROM unnest(?::text[], ?::integer[], ?::text[]) WITH ORDINALITY AS a (ledger, bot_id, network_message_id, place)
WHERE EXISTS (
    SELECT 1 FROM inbox i
    WHERE i.ledger = a.ledger AND i.bot_id = a.bot_id AND i.network_message_id = a.network_message_id)
  OR EXISTS (
    SELECT 1 FROM arrival_seen seen
    WHERE seen.ledger = a.ledger AND seen.bot_id = a.bot_id AND seen.network_message_id = a.network_message_id)
