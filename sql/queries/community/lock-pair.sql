-- Two people, always in the same order, so that nothing changes between them meanwhile.
SELECT id FROM messenger_user WHERE id IN (:one, :other) AND NOT bot ORDER BY id FOR NO KEY UPDATE
