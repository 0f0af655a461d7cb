SELECT id, username, pairing_code, paired_at, created_at
FROM owner
ORDER BY username
