-- A message of any inbox or outbox of the passive database.
SELECT i.id, i.day, i.network, 'in' AS direction, i.owner_id, i.bot_id, coalesce(i.user_name, i.sender) AS contact, NULL::bigint AS conversation,
  NULL::bigint AS number, NULL::bigint AS contact_id, NULL::bigint AS source_id, NULL::bigint AS retry_of, i.kind, i.text,
  i.received_at, i.journaled_at, i.stored_at, i.erased_at, i.archived_at, true AS mapped
FROM inbox i
WHERE i.id = ?
UNION ALL
SELECT o.id, o.day, o.network, 'out', o.owner_id, NULL, NULL, o.conversation, o.number, o.contact_id, o.source_id, o.retry_of, 'text', o.text,
  o.created_at, NULL, NULL, o.erased_at, o.archived_at, true
FROM outbox o
WHERE o.id = ?
