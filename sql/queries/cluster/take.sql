-- One node has a bot's place. 7104 is Kurir's class for places.
SELECT bot FROM unnest(?::int[]) AS bot WHERE pg_try_advisory_lock(7104, bot)
