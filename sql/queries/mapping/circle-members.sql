-- Whose mailboxes a message to each circle goes to.
SELECT circle_id, array_agg(user_id ORDER BY user_id) AS members
FROM circle_member
WHERE circle_id = ANY (?)
GROUP BY circle_id
