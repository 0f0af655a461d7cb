INSERT INTO ceiling.inbox (conversation, text) VALUES (?, ?)
