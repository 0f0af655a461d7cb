SELECT user_id FROM circle_member WHERE circle_id = :circle_id
