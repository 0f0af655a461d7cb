-- How many of these events are in no inbox.
SELECT count(*) FROM unnest(?::text[]) AS acknowledged (id)
WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE inbox.network_message_id = acknowledged.id)
