-- What owners answer to their :network partners, as the first node's loader stores it: whom they address, and their words.
WITH stored AS (
  INSERT INTO inbox (ledger, network, day, node, lane, owner_id, bot_id, network_message_id, sender, user_name,
                     kind, text, hints, sent_at, received_at, journaled_at, stored_at)
  SELECT 'line', 'line', day, 1, owner % 16, owner, owner,
         '01K' || upper(lpad(to_hex(n), 7, '0') || left(md5(:network || n), 16)), 'U' || md5('owner' || owner),
         'U' || md5('owner' || owner), 'text',
         CASE :network WHEN 'telegram' THEN 'Telegram partner' || partner
                       ELSE 'Xmpp friend' || partner || '@xmpp.example' END || ' ' || words,
         '{"mode":"active","chatType":"user","messageId":"' || 551000000000000000 + n || '","replyToken":"'
           || md5('token' || n) || '"}',
         now(), now(), now(), now()
  FROM turns(?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING
  RETURNING id
)
SELECT count(*), min(id) FROM stored
