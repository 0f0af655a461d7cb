-- Keeps a name for an owner's bot; a row when it is the bot's now.
INSERT INTO messenger_user (name, bot) VALUES (?, true)
ON CONFLICT (name) DO UPDATE SET bot = true WHERE messenger_user.bot
RETURNING id
