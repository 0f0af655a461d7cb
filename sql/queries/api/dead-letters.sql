-- What ended dead or uncertain for one owner and was not sent again.
-- OFFSET 0 keeps the planner to one index look-up a row, also before a new partition has statistics.
WITH unhappy AS (
  SELECT outbox_id, day, bot_id, state, reason, attempts, settled_at
  FROM receipt
  WHERE owner_id = :#${body.owner} AND state <> 'delivered' AND outbox_id > :#${body.after}
    AND (SELECT o.id FROM outbox o WHERE o.retry_of = receipt.outbox_id AND o.day >= receipt.day LIMIT 1) IS NULL
  ORDER BY outbox_id
  LIMIT :#${body.rows}
)
SELECT o.id, o.network, unhappy.bot_id AS bot, coalesce(contact.user_name, contact.address) AS contact, o.text,
  unhappy.state, unhappy.reason, unhappy.attempts, unhappy.settled_at
FROM unhappy
CROSS JOIN LATERAL (
  SELECT * FROM outbox WHERE lane = :#${body.owner} % 16 AND id = unhappy.outbox_id AND day = unhappy.day OFFSET 0) o
LEFT JOIN contact ON contact.id = o.contact_id
ORDER BY o.id
