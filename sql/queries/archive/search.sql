-- Messages of an owner in the passive database that were written to them or by them, by contact, days and words.
(SELECT id, day, network, 'in' AS direction, owner_id, bot_id, coalesce(user_name, sender) AS contact, NULL::bigint AS conversation,
   NULL::bigint AS number, NULL::bigint AS contact_id, NULL::bigint AS source_id, NULL::bigint AS retry_of, kind, text,
   received_at, journaled_at, stored_at, erased_at, archived_at, true AS mapped
 FROM inbox
 WHERE ledger <> 'control' AND owner_id = ? AND id > ? AND day BETWEEN ?::date AND ?::date
   AND (?::int[] IS NULL OR (bot_id, sender) IN (SELECT * FROM unnest(?::int[], ?::text[])))
   AND $words
 ORDER BY id
 LIMIT ?)
UNION ALL
(SELECT id, day, network, 'out', owner_id, NULL, NULL, conversation, number, contact_id, source_id, retry_of, 'text', text,
   created_at, NULL, NULL, erased_at, archived_at, true
 FROM outbox
 WHERE ledger <> 'control' AND owner_id = ? AND id > ? AND day BETWEEN ?::date AND ?::date
   AND conversation > 0 AND (?::bigint[] IS NULL OR conversation = ANY (?::bigint[]))
   AND $words
 ORDER BY id
 LIMIT ?)
ORDER BY id
LIMIT ?
