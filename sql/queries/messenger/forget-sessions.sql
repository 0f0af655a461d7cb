-- Ended sessions stay for the record, but not for ever.
DELETE FROM session WHERE NOT connected AND logged_in_at < now() - interval '30 days'
