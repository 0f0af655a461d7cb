-- What partners wrote to an owner, and what the owner wrote to them, as far as it is mapped.
SELECT i.id, i.day FROM inbox i
WHERE i.owner_id = ? AND i.erased_at IS NULL
  AND ((i.bot_id, i.sender) IN (SELECT * FROM unnest(?::int[], ?::text[])) OR i.id = ANY (?::bigint[]))
  AND $ended
