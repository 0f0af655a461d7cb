DELETE FROM messenger_user WHERE id = ? AND NOT bot
