-- Conversations that wait, with the first of their messages that does.
SELECT network, conversation, outbox_id, since, reason, due_at FROM waiting WHERE conversation = ANY (?)
