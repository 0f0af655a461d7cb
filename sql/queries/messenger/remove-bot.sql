DELETE FROM messenger_user WHERE name = ? AND bot
