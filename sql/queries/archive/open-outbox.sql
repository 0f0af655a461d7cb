-- Whether a message of the day has no end yet.
SELECT EXISTS (
  SELECT 1 FROM $leaf o WHERE NOT EXISTS (
    SELECT 1 FROM receipt r WHERE r.outbox_id = o.id AND r.day = DATE '$day'))
