DELETE FROM xmpp_address WHERE jid = :jid AND user_id <> :user_id
