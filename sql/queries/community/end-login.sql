DELETE FROM login WHERE id = :id AND user_id = :user_id
