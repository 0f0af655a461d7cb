-- Everybody who is linked to an address.
SELECT x.user_id, u.name, x.jid, x.sent
FROM xmpp_address x JOIN messenger_user u ON u.id = x.user_id
