-- Whether a mailbox is read by its numbers: a person's who is logged in over HTTP or linked to an XMPP address, a
-- group's, a room's.
SELECT EXISTS (SELECT FROM login WHERE user_id = :id AND expires_at > :now)
  OR EXISTS (SELECT FROM xmpp_address WHERE user_id = :id)
  OR EXISTS (SELECT FROM circle WHERE id = :id)
