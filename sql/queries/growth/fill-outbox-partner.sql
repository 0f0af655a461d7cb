-- What owners answered, for their :network partners, as the mapping engine appends it.
WITH appended AS (
  INSERT INTO outbox (ledger, network, day, lane, owner_id, conversation, number, contact_id, source_id, text, retry_key,
                      created_at)
  SELECT :network, :network, day, owner % 16, owner, partner, n, partner, counted, words,
         gen_random_uuid(), now()
  FROM turns(?, ?, ?, ?, ?, ?, ?)
  RETURNING id
)
SELECT count(*), min(id) FROM appended
