-- Links a person to an address, which nobody else has. What waits in their mailbox will go there, and what comes; of
-- what had its end before, nothing.
INSERT INTO xmpp_address (user_id, jid, sent)
SELECT :user_id, :jid, coalesce(min(o.number) FILTER (WHERE r.outbox_id IS NULL) - 1, max(o.number), 0)
FROM outbox o LEFT JOIN receipt r ON r.outbox_id = o.id AND r.day = o.day
WHERE o.ledger = 'udp' AND o.network = 'udp' AND o.conversation = :conversation
ON CONFLICT (user_id) DO UPDATE SET jid = excluded.jid
RETURNING sent
