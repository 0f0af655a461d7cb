-- What is known of who writes to whom: the recipient is a person, who may have blocked the sender, or a circle, which the
-- sender is or is not in. Each row looks up its own, so that the plan is right for tables that were empty when it was made.
SELECT w.place, r.id IS NOT NULL AS person, b.other IS NOT NULL AS blocked, c.name AS circle, m.user_id AS member
FROM unnest(?::integer[], ?::text[]) WITH ORDINALITY AS w (recipient, sender, place)
LEFT JOIN LATERAL (SELECT id FROM messenger_user WHERE name = w.sender AND NOT bot LIMIT 1) s ON true
LEFT JOIN LATERAL (SELECT id FROM messenger_user WHERE id = w.recipient LIMIT 1) r ON true
LEFT JOIN LATERAL (SELECT other FROM blocked WHERE user_id = w.recipient AND other = s.id LIMIT 1) b ON true
LEFT JOIN LATERAL (SELECT name FROM circle WHERE id = w.recipient LIMIT 1) c ON true
LEFT JOIN LATERAL (SELECT user_id FROM circle_member WHERE circle_id = w.recipient AND user_id = s.id LIMIT 1) m ON true
