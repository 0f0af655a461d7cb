UPDATE xmpp_address x SET sent = v.sent
FROM unnest(:ids, :sent) AS v(user_id, sent)
WHERE x.user_id = v.user_id
