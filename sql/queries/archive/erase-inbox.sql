-- Takes texts; gives the messages' names in the journal, and in which tables each is and was.
UPDATE inbox i SET text = '', hints = NULL, erased_at = now()
WHERE i.id = ANY (?::bigint[]) AND i.day >= ?::date AND i.erased_at IS NULL AND $reach
RETURNING i.network, i.bot_id, i.network_message_id, i.tableoid::regclass::text AS relation,
  'inbox_' || i.ledger || '_' || to_char(i.day, 'YYYYMMDD') AS leaf
