INSERT INTO bot_pause (bot_id, until, reason) VALUES (?, ?::timestamptz, ?)
ON CONFLICT (bot_id) DO UPDATE SET until = EXCLUDED.until, reason = EXCLUDED.reason
