-- Somebody is in no circle any more; the circles that have no owner now.
WITH gone AS (DELETE FROM circle_member WHERE user_id = :user_id RETURNING circle_id, role)
SELECT circle_id FROM gone WHERE role = 'owner'
