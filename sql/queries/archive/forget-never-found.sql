-- What was taken back before it came, or came too long before.
DELETE FROM taken_back WHERE told_at < now() - interval '8 days'
