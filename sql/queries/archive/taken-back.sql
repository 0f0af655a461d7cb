-- What is to be erased because its sender took it back.
SELECT bot_id, sender, message, told_at::date AS day FROM taken_back ORDER BY told_at LIMIT ?
