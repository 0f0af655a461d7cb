INSERT INTO ceiling.outbox (source_id, conversation, text) VALUES (?, ?, ?)
