-- All that somebody is in, in an order that all keep to.
SELECT id FROM circle
WHERE id IN (SELECT circle_id FROM circle_member WHERE user_id = :user_id)
ORDER BY id
FOR UPDATE
