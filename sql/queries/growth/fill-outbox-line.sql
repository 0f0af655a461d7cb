-- What :network partners wrote, for the owners' master chats, as the mapping engine appends it: who wrote, and their words.
WITH appended AS (
  INSERT INTO outbox (ledger, network, day, lane, owner_id, conversation, number, contact_id, source_id, text, retry_key,
                      created_at)
  SELECT 'line', 'line', day, owner % 16, owner, -owner, n, partner, counted,
         CASE :network WHEN 'telegram' THEN E'Telegram\nPartner No' || partner || E'\n(partner' || partner || ')'
                       ELSE E'XMPP\nfriend' || partner || '@xmpp.example' END || E'\n' || words,
         gen_random_uuid(), now()
  FROM turns(?, ?, ?, ?, ?, ?, ?)
  RETURNING id
)
SELECT count(*), min(id) FROM appended
