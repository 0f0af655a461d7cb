SELECT id FROM messenger_user WHERE id = ? FOR UPDATE
