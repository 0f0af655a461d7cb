-- How many mailboxes a message to each circle goes to.
SELECT circle_id, count(*) AS members FROM circle_member WHERE circle_id = ANY (?) GROUP BY circle_id
