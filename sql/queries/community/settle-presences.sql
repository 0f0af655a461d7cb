-- Their last streams and sessions have ended: they were seen then, unless they hid, and come back as online.
WITH before AS (
  SELECT u.id, u.name, u.show, u.status, gone.at
  FROM unnest(:ids, CAST(:times AS timestamptz[])) AS gone (id, at) JOIN messenger_user u ON u.id = gone.id
  ORDER BY u.id
  FOR NO KEY UPDATE OF u
)
UPDATE messenger_user u
SET show = 'online', status = NULL,
  last_seen_at = CASE WHEN before.show = 'offline' THEN u.last_seen_at ELSE before.at END
FROM before
WHERE u.id = before.id
RETURNING u.id, u.name, before.show, before.status, u.last_seen_at
