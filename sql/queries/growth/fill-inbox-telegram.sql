-- What Telegram partners write, as the first node's loader stores it.
WITH stored AS (
  INSERT INTO inbox (ledger, network, day, node, lane, owner_id, bot_id, network_message_id, sender, user_name,
                     display_name, kind, text, hints, sent_at, received_at, journaled_at, stored_at)
  SELECT 'telegram', 'telegram', day, 1, owner % 16, owner, 100000000 + partner,
         (610000000 + n)::text, (5000000000 + partner)::text, 'partner' || partner, 'Partner No' || partner, 'text', words,
         '{"message_id":"' || n || '","chat_type":"private"}', now(), now(), now(), now()
  FROM turns(?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING
  RETURNING id
)
SELECT count(*), min(id) FROM stored
