DELETE FROM footprint WHERE id = :id AND user_id = :user_id
