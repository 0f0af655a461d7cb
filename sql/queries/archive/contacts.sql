-- Partners of an owner by user name or address.
SELECT id, bot_id, address FROM contact WHERE owner_id = ? AND (lower(user_name) = lower(?) OR lower(address) = lower(?))
