-- The transactions of one owner after an id, over all inboxes and outboxes of the active database.
-- Both halves read an index in the order of ids and stop after the page.
(SELECT i.*, (SELECT c.id >= i.id FROM inbox_cursor c WHERE c.network = i.network AND c.lane = $lane AND c.node = node.id) AS mapped
 FROM node
 CROSS JOIN LATERAL (
   SELECT id, day, network, 'in' AS direction, owner_id, bot_id, coalesce(user_name, sender) AS contact, NULL::bigint AS conversation,
     NULL::bigint AS number, NULL::bigint AS contact_id, NULL::bigint AS source_id, NULL::bigint AS retry_of, kind, text,
     received_at, journaled_at, stored_at, erased_at, NULL::timestamptz AS archived_at
   FROM inbox
   WHERE ledger <> 'control' AND lane = $lane AND inbox.node = node.id AND owner_id = $owner AND id > $after
   ORDER BY id
   LIMIT $rows) i)
UNION ALL
(SELECT id, day, network, 'out', owner_id, NULL, NULL, conversation, number, contact_id, source_id, retry_of, 'text', text,
   created_at, NULL, NULL, erased_at, NULL, true
 FROM outbox
 WHERE ledger <> 'control' AND lane = $lane AND owner_id = $owner AND id > $after
 ORDER BY id
 LIMIT $rows)
ORDER BY id
LIMIT $rows
