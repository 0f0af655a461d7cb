-- Takes the texts of what partners wrote, and of what the owner wrote to them; gives the messages' names in the journal, and in which
-- table each was.
UPDATE inbox i SET text = '', hints = NULL, erased_at = now()
WHERE i.owner_id = ? AND i.erased_at IS NULL
  AND ((i.bot_id, i.sender) IN (SELECT * FROM unnest(?::int[], ?::text[]))
    OR i.id = ANY (?::bigint[]))
RETURNING i.network, i.bot_id, i.network_message_id, i.tableoid::regclass::text AS relation,
  'inbox_' || i.ledger || '_' || to_char(i.day, 'YYYYMMDD') AS leaf
