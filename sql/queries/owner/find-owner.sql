SELECT id, username, pairing_code, paired_at, created_at
FROM owner
WHERE username = :username
