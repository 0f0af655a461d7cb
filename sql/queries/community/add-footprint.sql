-- No row when there is no such person any more, or they are not in the group.
INSERT INTO footprint (user_id, text, latitude, longitude, accuracy, visibility, circle_id, created_at)
SELECT u.id, :text, :latitude, :longitude, :accuracy, :visibility, c.id, CAST(:now AS timestamptz)
FROM messenger_user u
  LEFT JOIN (circle c JOIN circle_member m ON m.circle_id = c.id)
    ON m.user_id = u.id AND c.name = :circle AND NOT c.open
WHERE u.id = :user_id AND (:visibility <> 'group' OR c.id IS NOT NULL)
RETURNING id, circle_id
