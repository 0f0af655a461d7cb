INSERT INTO blocked (user_id, other, since) VALUES (:one, :other, :now) ON CONFLICT (user_id, other) DO NOTHING
