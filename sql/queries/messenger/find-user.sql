SELECT id, name, password, verifier, bot FROM messenger_user WHERE name = ?
