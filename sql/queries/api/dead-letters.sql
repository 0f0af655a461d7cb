-- What ended dead or uncertain for one owner and was not sent again.
WITH unhappy AS (
  SELECT outbox_id, day, bot_id, state, reason, attempts, settled_at
  FROM receipt
  WHERE owner_id = :#${body.owner} AND state <> 'delivered' AND outbox_id > :#${body.after}
    AND NOT EXISTS (SELECT FROM outbox o WHERE o.retry_of = receipt.outbox_id AND o.day >= receipt.day)
  ORDER BY outbox_id
  LIMIT :#${body.rows}
)
SELECT o.id, o.network, unhappy.bot_id AS bot, coalesce(contact.user_name, contact.address) AS contact, o.text,
  unhappy.state, unhappy.reason, unhappy.attempts, unhappy.settled_at
FROM unhappy
JOIN outbox o ON o.id = unhappy.outbox_id AND o.day = unhappy.day
LEFT JOIN contact ON contact.id = o.contact_id
ORDER BY o.id
