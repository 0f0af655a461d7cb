-- By which contacts are shown, and the bots that they belong to.
SELECT id, bot_id, coalesce(user_name, address) AS name FROM contact WHERE id = ANY (?)
