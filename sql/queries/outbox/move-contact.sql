UPDATE contact SET address = ? WHERE id = ? AND NOT EXISTS (
  SELECT 1 FROM contact other WHERE other.bot_id = contact.bot_id AND other.address = ?)
