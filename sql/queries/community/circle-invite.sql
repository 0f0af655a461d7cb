INSERT INTO invitation (circle_id, user_id, invited_by) VALUES (:circle_id, :user_id, :by)
ON CONFLICT (circle_id, user_id) DO NOTHING
