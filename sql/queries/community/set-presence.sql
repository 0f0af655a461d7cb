-- Who hides while they are there was seen last now.
WITH before AS (SELECT id, show, status FROM messenger_user WHERE id = :id AND NOT bot FOR NO KEY UPDATE)
UPDATE messenger_user u
SET show = :show, status = :status,
  last_seen_at = CASE WHEN :there AND :show = 'offline' AND before.show <> 'offline' THEN :now ELSE u.last_seen_at END
FROM before
WHERE u.id = before.id
RETURNING before.show, before.status
