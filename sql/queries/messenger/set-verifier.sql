UPDATE messenger_user SET verifier = ? WHERE id = ? AND verifier IS NULL
