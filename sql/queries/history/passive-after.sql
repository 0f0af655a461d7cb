-- The transactions of one owner after an id, over all inboxes and outboxes of the passive database.
(SELECT id, day, network, 'in' AS direction, owner_id, bot_id, coalesce(user_name, sender) AS contact, NULL::bigint AS conversation,
   NULL::bigint AS number, NULL::bigint AS contact_id, NULL::bigint AS source_id, NULL::bigint AS retry_of, kind, text,
   received_at, journaled_at, stored_at, erased_at, archived_at, true AS mapped
 FROM inbox
 WHERE ledger <> 'control' AND owner_id = $owner AND id > $after
 ORDER BY id
 LIMIT $rows)
UNION ALL
(SELECT id, day, network, 'out', owner_id, NULL, NULL, conversation, number, contact_id, source_id, retry_of, 'text', text,
   created_at, NULL, NULL, erased_at, archived_at, true
 FROM outbox
 WHERE ledger <> 'control' AND owner_id = $owner AND id > $after
 ORDER BY id
 LIMIT $rows)
ORDER BY id
LIMIT $rows
