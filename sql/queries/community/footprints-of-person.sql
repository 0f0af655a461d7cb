AND f.user_id = :author
