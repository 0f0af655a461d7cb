-- Which of these messages are in the passive database.
SELECT i.network, i.bot_id, i.network_message_id
FROM unnest(?::text[], ?::int[], ?::text[]) AS a (network, bot_id, network_message_id)
JOIN inbox i ON i.bot_id = a.bot_id AND i.network_message_id = a.network_message_id AND i.network = a.network
WHERE i.day >= ?::date
