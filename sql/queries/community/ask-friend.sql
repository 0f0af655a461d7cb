INSERT INTO friend (user_id, other, state, since) VALUES (:one, :other, 'asked', :now)
ON CONFLICT (user_id, other) DO NOTHING
