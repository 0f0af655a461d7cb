SELECT pg_advisory_unlock(7104, bot) FROM unnest(?::int[]) AS bot
