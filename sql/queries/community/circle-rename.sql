UPDATE circle SET title = :title WHERE id = :circle_id
