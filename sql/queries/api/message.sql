-- One message of any inbox or outbox, also one of the ledger 'control', with its state.
-- OFFSET 0 keeps the planner to one index look-up a row, also before a new partition has statistics.
WITH RECURSIVE item AS MATERIALIZED (
  SELECT id, day, lane, node, network, 'in' AS direction, owner_id, bot_id, NULL::bigint AS contact_id, NULL::bigint AS conversation,
    NULL::bigint AS number,
    coalesce(user_name, sender) AS contact, kind, text, received_at
  FROM inbox
  WHERE id = :#${body.value} AND lane = ANY (ARRAY(SELECT generate_series(0, 15))) AND node = ANY (ARRAY(SELECT n.id FROM node n))
  UNION ALL
  SELECT id, day, lane, NULL, network, 'out', owner_id, NULL, contact_id, conversation, number, NULL, 'text', text, created_at
  FROM outbox
  WHERE id = :#${body.value} AND lane = ANY (ARRAY(SELECT generate_series(0, 15)))
), chain AS (
  (SELECT id AS root, id, day FROM item WHERE direction = 'out'
   UNION ALL
   SELECT o.id, o.id, o.day
   FROM item CROSS JOIN LATERAL (
     SELECT * FROM outbox WHERE source_id = item.id AND day >= item.day OFFSET 0) o
   WHERE item.direction = 'in')
  UNION
  SELECT chain.root, o.id, o.day
  FROM chain CROSS JOIN LATERAL (
    SELECT * FROM outbox WHERE retry_of = chain.id AND day >= chain.day OFFSET 0) o
), ending AS (
  SELECT DISTINCT ON (chain.root) coalesce(r.state, 'pending') AS state, r.bot_id
  FROM chain LEFT JOIN LATERAL (
    SELECT * FROM receipt WHERE outbox_id = chain.id AND day = chain.day OFFSET 0) r ON true
  ORDER BY chain.root, chain.id DESC
), state AS (
  SELECT
    CASE
      WHEN count(*) = 0 THEN NULL
      WHEN bool_or(state = 'pending') THEN 'pending'
      WHEN bool_or(state = 'dead') THEN 'dead'
      WHEN bool_or(state = 'uncertain') THEN 'uncertain'
      ELSE 'delivered'
    END AS state,
    max(bot_id) AS bot_id
  FROM ending
)
SELECT item.id, item.network, item.direction,
  coalesce(item.bot_id, state.bot_id, CASE WHEN item.conversation > 0 THEN contact.bot_id ELSE owner.master_bot_id END) AS bot,
  coalesce(item.contact, contact.user_name, contact.address) AS contact,
  item.kind, item.text, coalesce(state.state, CASE WHEN cursor.id >= item.id THEN 'delivered' ELSE 'pending' END) AS state,
  item.received_at, item.number
FROM item
CROSS JOIN state
-- Mapped to nothing (an event that nobody needs to be told of): it is done.
LEFT JOIN inbox_cursor cursor ON cursor.network = item.network AND cursor.lane = item.lane AND cursor.node = item.node
LEFT JOIN contact ON contact.id = item.contact_id
LEFT JOIN owner ON owner.id = item.owner_id
