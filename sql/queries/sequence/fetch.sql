-- Takes the next numbers of many mailboxes, new ones included. In the order of ids, so that two nodes never wait for
-- each other in a circle.
INSERT INTO mailbox AS m (id, next)
SELECT w.id, 1 + w.count
FROM unnest(?::bigint[], ?::integer[]) AS w (id, count)
ORDER BY w.id
ON CONFLICT (id) DO UPDATE SET next = m.next + EXCLUDED.next - 1
RETURNING id, next
