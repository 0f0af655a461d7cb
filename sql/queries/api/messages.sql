-- The transactions of one owner after an id, over all inboxes and outboxes, each with its state.
-- Both halves read an index in the order of ids and stop after the page.
-- OFFSET 0 keeps the planner to one index look-up a row, also before a new partition has statistics.
WITH RECURSIVE item AS MATERIALIZED (
  (SELECT i.*
   FROM node
   CROSS JOIN LATERAL (
     SELECT id, day, inbox.node, network, 'in' AS direction, bot_id, NULL::bigint AS contact_id, NULL::bigint AS conversation,
       NULL::bigint AS number,
       coalesce(user_name, sender) AS contact, kind, text, received_at
     FROM inbox
     WHERE ledger <> 'control' AND lane = :#${body.lane} AND inbox.node = node.id
       AND owner_id = :#${body.owner} AND id > :#${body.after}
     ORDER BY id
     LIMIT :#${body.rows}) i)
  UNION ALL
  (SELECT id, day, NULL, network, 'out', NULL, contact_id, conversation, number, NULL, 'text', text, created_at
   FROM outbox
   WHERE ledger <> 'control' AND lane = :#${body.lane} AND owner_id = :#${body.owner} AND id > :#${body.after}
   ORDER BY id
   LIMIT :#${body.rows})
  ORDER BY id
  LIMIT :#${body.rows}
), chain AS (
  -- every outbox message of an item, and what it was sent again as
  (SELECT id AS item, id AS root, id, day FROM item WHERE direction = 'out'
   UNION ALL
   SELECT item.id, o.id, o.id, o.day
   FROM item CROSS JOIN LATERAL (
     SELECT * FROM outbox WHERE source_id = item.id AND day >= item.day OFFSET 0) o
   WHERE item.direction = 'in')
  UNION
  SELECT chain.item, chain.root, o.id, o.day
  FROM chain CROSS JOIN LATERAL (
    SELECT * FROM outbox WHERE retry_of = chain.id AND day >= chain.day OFFSET 0) o
), ending AS (
  SELECT DISTINCT ON (chain.item, chain.root) chain.item, coalesce(r.state, 'pending') AS state, r.bot_id
  FROM chain LEFT JOIN LATERAL (
    SELECT * FROM receipt WHERE outbox_id = chain.id AND day = chain.day OFFSET 0) r ON true
  ORDER BY chain.item, chain.root, chain.id DESC
), state AS (
  SELECT item,
    CASE
      WHEN bool_or(state = 'pending') THEN 'pending'
      WHEN bool_or(state = 'dead') THEN 'dead'
      WHEN bool_or(state = 'uncertain') THEN 'uncertain'
      ELSE 'delivered'
    END AS state,
    max(bot_id) AS bot_id
  FROM ending
  GROUP BY item
)
SELECT item.id, item.network, item.direction,
  coalesce(item.bot_id, state.bot_id, CASE WHEN item.conversation > 0 THEN contact.bot_id ELSE owner.master_bot_id END) AS bot,
  coalesce(item.contact, contact.user_name, contact.address) AS contact,
  item.kind, item.text, coalesce(state.state, CASE WHEN cursor.id >= item.id THEN 'delivered' ELSE 'pending' END) AS state,
  item.received_at, item.number
FROM item
-- Mapped to nothing (an event that nobody needs to be told of): it is done.
LEFT JOIN inbox_cursor cursor ON cursor.network = item.network AND cursor.lane = :#${body.lane} AND cursor.node = item.node
LEFT JOIN state ON state.item = item.id
LEFT JOIN contact ON contact.id = item.contact_id
LEFT JOIN owner ON owner.id = :#${body.owner}
ORDER BY item.id
