DELETE FROM circle_member WHERE circle_id = :circle_id AND user_id = :user_id AND role <> 'owner'
