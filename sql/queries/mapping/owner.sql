SELECT o.id, o.username, o.pairing_code, o.paired_at, o.master_bot_id, o.master_address,
       coalesce(
         (SELECT b.network FROM bot b WHERE b.id = o.master_bot_id AND b.removed_at IS NULL),
         (SELECT b.network FROM bot b WHERE b.owner_id = o.id AND b.role = 'master' AND b.removed_at IS NULL
          ORDER BY b.id LIMIT 1)) AS master_network
FROM owner o WHERE o.id = ?
