-- Owners, the bots of the first of them (a LINE one and one a partner network's account, Telegram and XMPP by turns) and a
-- contact for each partner bot. Credentials are as long as sealed ones are: LINE 281 bytes, Telegram 91, XMPP 95.
WITH sizes AS (
  SELECT ?::integer AS owners, ?::integer AS partners, ?::integer AS with_bots
), owners AS (
  INSERT INTO owner (id, username, pairing_code, master_bot_id, master_address, paired_at) OVERRIDING SYSTEM VALUE
  SELECT n, 'owner' || n, upper(left(md5('pairing' || n), 10)), 1 + (n - 1) % with_bots * (1 + partners),
         'U' || md5('owner' || n), now()
  FROM sizes, generate_series(1, owners) AS n
  RETURNING 1
), bots AS (
  INSERT INTO bot (id, owner_id, network, role, account, credentials, webhook_key, bookmark) OVERRIDING SYSTEM VALUE
  SELECT n, 1 + (n - 1) / (1 + partners), network, CASE network WHEN 'line' THEN 'master' ELSE 'partner' END,
         CASE network WHEN 'line' THEN 'U' || md5('bot' || n) WHEN 'telegram' THEN 'owner' || n || '_bot'
                      ELSE 'owner' || n || '@xmpp.example' END,
         substring(decode(repeat(md5('sealed' || n), 18), 'hex')
                   FROM 1 FOR CASE network WHEN 'line' THEN 281 WHEN 'telegram' THEN 91 ELSE 95 END),
         left(md5('webhook' || n) || md5('key' || n), 43),
         CASE network WHEN 'telegram' THEN '610000000' WHEN 'xmpp' THEN '2026-01-01T00:00:00.000000Z' END
  FROM sizes, generate_series(1, with_bots * (1 + partners)) AS n
  CROSS JOIN LATERAL (
    SELECT CASE WHEN place = 0 THEN 'line' WHEN place % 2 = 1 THEN 'telegram' ELSE 'xmpp' END AS network
    FROM (SELECT (n - 1) % (1 + partners) AS place) AS places) AS networks
  RETURNING 1
), contacts AS (
  INSERT INTO contact (owner_id, bot_id, address, user_name, display_name)
  SELECT 1 + (n - 1) / partners, 2 + (n - 1) / partners * (1 + partners) + (n - 1) % partners,
         CASE WHEN telegram THEN (5000000000 + n)::text ELSE 'friend' || n || '@xmpp.example' END,
         CASE WHEN telegram THEN 'partner' || n ELSE 'friend' || n || '@xmpp.example' END,
         CASE WHEN telegram THEN 'Partner No' || n END
  FROM sizes, generate_series(1, with_bots * partners) AS n
  CROSS JOIN LATERAL (SELECT (n - 1) % partners % 2 = 0 AS telegram) AS networks
  RETURNING 1
)
SELECT (SELECT count(*) FROM owners), (SELECT count(*) FROM bots), (SELECT count(*) FROM contacts)
