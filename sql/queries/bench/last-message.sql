SELECT last_value FROM message_id
