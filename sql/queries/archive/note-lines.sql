-- A message may be in the journal of every node that a network delivered it to.
INSERT INTO erased_line (node, network, bot_id, network_message_id)
SELECT n.id, e.* FROM node n CROSS JOIN unnest(?::text[], ?::int[], ?::text[]) AS e
ON CONFLICT DO NOTHING
