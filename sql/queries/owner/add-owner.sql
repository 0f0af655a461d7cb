-- Adds an owner; no row when the user name is taken.
INSERT INTO owner (username, pairing_code)
VALUES (:username, :pairing_code)
ON CONFLICT (username) DO NOTHING
RETURNING id, username, pairing_code, paired_at, created_at
