DELETE FROM xmpp_address WHERE user_id = :user_id AND jid = :jid
