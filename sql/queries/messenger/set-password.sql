UPDATE messenger_user SET password = ?, verifier = ? WHERE id = ?
