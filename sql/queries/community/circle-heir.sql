-- The eldest admin of a circle without an owner becomes it, else its eldest member; no row when nobody is left.
UPDATE circle_member SET role = 'owner'
WHERE circle_id = :circle_id AND user_id = (
  SELECT user_id FROM circle_member
  WHERE circle_id = :circle_id
  ORDER BY role = 'admin' DESC, since, user_id
  LIMIT 1)
RETURNING user_id
