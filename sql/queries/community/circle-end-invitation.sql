DELETE FROM invitation i USING circle c
WHERE c.id = i.circle_id AND c.name = :name AND i.user_id = :user_id
