-- Senders took these messages back; the archive erases them.
INSERT INTO taken_back (bot_id, sender, message)
SELECT * FROM unnest(?::int[], ?::text[], ?::text[])
ON CONFLICT DO NOTHING
