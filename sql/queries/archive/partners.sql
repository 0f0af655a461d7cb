CREATE TEMP TABLE partner AS SELECT * FROM unnest(?::bigint[], ?::int[], ?::text[]) AS p (id, bot_id, address)
