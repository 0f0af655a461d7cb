-- Notes that an owner is told of an occasion; no row when they were told before. Gives who it is and where they read.
WITH told AS (
  INSERT INTO alarm (bot_id, occasion, raised_at)
  SELECT id, ?, ?::timestamptz FROM bot WHERE id = ?
  ON CONFLICT DO NOTHING
  RETURNING bot_id
)
SELECT bot.owner_id, master.network AS master_network
FROM told JOIN bot ON bot.id = told.bot_id
JOIN owner ON owner.id = bot.owner_id
LEFT JOIN bot master ON master.id = owner.master_bot_id
