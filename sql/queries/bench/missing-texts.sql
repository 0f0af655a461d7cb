-- How many of these texts are in no inbox of the messenger.
SELECT count(*) FROM unnest(?::text[]) AS acknowledged (text)
WHERE NOT EXISTS (SELECT 1 FROM inbox_udp WHERE inbox_udp.text = acknowledged.text)
