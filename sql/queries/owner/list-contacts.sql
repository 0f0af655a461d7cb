SELECT contact.id, bot.network, contact.bot_id, contact.address, contact.user_name, contact.display_name,
  contact.first_seen_at, contact.paused_reason
FROM contact JOIN bot ON bot.id = contact.bot_id
WHERE contact.owner_id = :owner_id AND contact.id > :after
ORDER BY contact.id
LIMIT :limit
