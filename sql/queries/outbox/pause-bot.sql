INSERT INTO bot_pause (bot_id, until, saved_at, reason) VALUES (?, ?::timestamptz, ?::timestamptz, ?)
ON CONFLICT (bot_id) DO UPDATE SET until = EXCLUDED.until, saved_at = EXCLUDED.saved_at, reason = EXCLUDED.reason
