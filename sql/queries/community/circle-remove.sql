DELETE FROM circle WHERE id = :circle_id
