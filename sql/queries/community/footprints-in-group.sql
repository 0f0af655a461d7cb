AND f.circle_id = :circle_id
