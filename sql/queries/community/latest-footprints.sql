-- The latest footprints that somebody may see. Each reason to see one yields a page at most, along an index: what
-- strangers leave for their friends is never read. Nothing is there for two reasons.
SELECT f.id, f.user_id, u.name, f.text, f.latitude, f.longitude, f.accuracy, f.visibility, c.name AS circle, f.created_at
FROM (
  SELECT *
  FROM (
    (SELECT own.* FROM footprint own WHERE own.user_id = :viewer AND own.id < :before ORDER BY own.id DESC LIMIT :limit)
    UNION ALL
    (SELECT p.*
     FROM footprint p
     WHERE p.visibility = 'everyone' AND p.user_id <> :viewer AND p.id < :before
       AND NOT EXISTS (SELECT FROM blocked b WHERE b.user_id = :viewer AND b.other = p.user_id)
       AND NOT EXISTS (SELECT FROM blocked b WHERE b.user_id = p.user_id AND b.other = :viewer)
     ORDER BY p.id DESC
     LIMIT :limit)
    UNION ALL
    (SELECT latest.*
     FROM friend r
       CROSS JOIN LATERAL (
         SELECT p.* FROM footprint p
         WHERE p.user_id = r.other AND p.visibility = 'friends' AND p.id < :before
         ORDER BY p.id DESC
         LIMIT :limit) AS latest
     WHERE r.user_id = :viewer AND r.state = 'friends'
       AND NOT EXISTS (SELECT FROM blocked b WHERE b.user_id = :viewer AND b.other = r.other)
       AND NOT EXISTS (SELECT FROM blocked b WHERE b.user_id = r.other AND b.other = :viewer))
    UNION ALL
    (SELECT latest.*
     FROM circle_member m
       CROSS JOIN LATERAL (
         SELECT p.* FROM footprint p
         WHERE p.circle_id = m.circle_id AND p.user_id <> :viewer AND p.id < :before
           AND NOT EXISTS (SELECT FROM blocked b WHERE b.user_id = :viewer AND b.other = p.user_id)
           AND NOT EXISTS (SELECT FROM blocked b WHERE b.user_id = p.user_id AND b.other = :viewer)
         ORDER BY p.id DESC
         LIMIT :limit) AS latest
     WHERE m.user_id = :viewer)
  ) AS seen
  ORDER BY id DESC
  LIMIT :limit
) AS f
  JOIN messenger_user u ON u.id = f.user_id
  LEFT JOIN circle c ON c.id = f.circle_id
ORDER BY f.id DESC
