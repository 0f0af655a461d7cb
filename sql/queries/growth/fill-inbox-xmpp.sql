-- What XMPP partners write, as the first node's loader stores it.
WITH stored AS (
  INSERT INTO inbox (ledger, network, day, node, lane, owner_id, bot_id, network_message_id, sender, user_name,
                     kind, text, sent_at, received_at, journaled_at, stored_at)
  SELECT 'xmpp', 'xmpp', day, 1, owner % 16, owner, 200000000 + partner,
         md5('in' || n)::uuid::text, 'friend' || partner || '@xmpp.example', 'friend' || partner || '@xmpp.example',
         'text', words, now(), now(), now(), now()
  FROM turns(?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING
  RETURNING id
)
SELECT count(*), min(id) FROM stored
