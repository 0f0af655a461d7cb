-- Records who wrote; a changed name is kept, a name once known is not forgotten.
INSERT INTO contact (owner_id, bot_id, address, user_name, display_name)
SELECT * FROM unnest(?::integer[], ?::integer[], ?::text[], ?::text[], ?::text[])
ON CONFLICT (bot_id, address) DO UPDATE
  SET user_name = coalesce(EXCLUDED.user_name, contact.user_name),
      display_name = coalesce(EXCLUDED.display_name, contact.display_name)
RETURNING id, bot_id, address, user_name, display_name
