-- How many messages are still on their way, and keep their text for now.
SELECT (SELECT count(*) FROM outbox o
        WHERE o.owner_id = ? AND o.erased_at IS NULL AND (o.conversation = ANY (?::bigint[]) OR o.contact_id = ANY (?::bigint[])))
  + (SELECT count(*) FROM inbox i
     WHERE i.owner_id = ? AND i.erased_at IS NULL AND (i.bot_id, i.sender) IN (SELECT * FROM unnest(?::int[], ?::text[])))
