INSERT INTO circle_member (circle_id, user_id, role) VALUES (:circle_id, :user_id, :role)
ON CONFLICT (circle_id, user_id) DO NOTHING
