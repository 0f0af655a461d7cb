-- The other members of a group, but for those who block somebody or whom they block.
SELECT u.id, u.name
FROM circle_member m JOIN messenger_user u ON u.id = m.user_id
WHERE m.circle_id = :circle_id AND m.user_id <> :user_id
  AND NOT EXISTS (SELECT FROM blocked b WHERE b.user_id = :user_id AND b.other = m.user_id)
  AND NOT EXISTS (SELECT FROM blocked b WHERE b.user_id = m.user_id AND b.other = :user_id)
