-- Who asks, and whom one has asked. Who is blocked asks unseen.
SELECT id, name, since, outgoing
FROM (
  SELECT u.id, u.name, f.since, true AS outgoing
  FROM friend f JOIN messenger_user u ON u.id = f.other
  WHERE f.user_id = :user_id AND f.state = 'asked'
  UNION ALL
  SELECT u.id, u.name, f.since, false
  FROM friend f JOIN messenger_user u ON u.id = f.user_id
  WHERE f.other = :user_id AND f.state = 'asked'
    AND NOT EXISTS (SELECT FROM blocked b WHERE b.user_id = :user_id AND b.other = f.user_id)
) AS request
WHERE name COLLATE "C" > :after
ORDER BY name COLLATE "C"
LIMIT :limit
