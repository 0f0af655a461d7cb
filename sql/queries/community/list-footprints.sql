-- The footprints that somebody may see, the latest first, of a person, a group or an area: conditions of
-- files of their own, so that each is planned by its index.
SELECT f.id, f.user_id, u.name, f.text, f.latitude, f.longitude, f.accuracy, f.visibility, c.name AS circle, f.created_at
FROM footprint f
  JOIN messenger_user u ON u.id = f.user_id
  LEFT JOIN circle c ON c.id = f.circle_id
WHERE f.id < :before
  <conditions>
  AND (f.user_id = :viewer
    OR f.visibility = 'everyone'
    OR f.visibility = 'friends'
      AND EXISTS (SELECT FROM friend r WHERE r.user_id = :viewer AND r.other = f.user_id AND r.state = 'friends')
    OR f.visibility = 'group'
      AND EXISTS (SELECT FROM circle_member m WHERE m.circle_id = f.circle_id AND m.user_id = :viewer))
  AND NOT EXISTS (SELECT FROM blocked b WHERE b.user_id = :viewer AND b.other = f.user_id)
  AND NOT EXISTS (SELECT FROM blocked b WHERE b.user_id = f.user_id AND b.other = :viewer)
ORDER BY f.id DESC
LIMIT :limit
