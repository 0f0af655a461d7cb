UPDATE circle_member SET role = :role WHERE circle_id = :circle_id AND user_id = :user_id
