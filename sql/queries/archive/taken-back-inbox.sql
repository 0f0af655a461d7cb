-- The messages that a network calls so, by the id that it gave them in the hints or as their name.
SELECT i.id FROM inbox i
WHERE i.bot_id = ? AND i.sender = ? AND i.day BETWEEN ?::date - 8 AND ?::date + 1 AND i.erased_at IS NULL AND i.kind <> 'unsend'
  AND (i.network_message_id = ? OR strpos(i.hints, ?) > 0)
