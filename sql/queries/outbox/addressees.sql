-- Where conversations go: contacts by id, master chats by their owners' ids, mailboxes by the ids of their users,
-- groups and rooms.
SELECT c.id AS conversation, c.bot_id, c.address, coalesce(c.user_name, c.address) AS name, b.removed_at IS NOT NULL AS removed
FROM contact c JOIN bot b ON b.id = c.bot_id
WHERE c.id = ANY (?)
UNION ALL
SELECT -o.id, o.master_bot_id, o.master_address, o.username, coalesce(b.removed_at IS NOT NULL, false)
FROM owner o LEFT JOIN bot b ON b.id = o.master_bot_id
WHERE o.id = ANY (?)
UNION ALL
SELECT -u.id, u.id, u.name, u.name, false
FROM messenger_user u
WHERE u.id = ANY (?)
UNION ALL
SELECT -c.id, c.id, '#' || c.name, '#' || c.name, false
FROM circle c
WHERE c.id = ANY (?)
