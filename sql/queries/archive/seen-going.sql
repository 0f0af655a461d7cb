-- A network may deliver again what it delivered within a week.
INSERT INTO arrival_seen (ledger, bot_id, network_message_id, day)
SELECT ledger, bot_id, network_message_id, day FROM $leaf WHERE day >= current_date - 8 AND id IN (SELECT key FROM going)
ON CONFLICT DO NOTHING
