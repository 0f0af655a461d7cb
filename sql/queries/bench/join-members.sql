-- Those who came last join a room.
INSERT INTO circle_member (circle_id, user_id, role)
SELECT c.id, m.id, 'member'
FROM circle c, (SELECT id FROM messenger_user WHERE name LIKE 'member-%' ORDER BY id DESC LIMIT ?) m
WHERE c.name = ?
