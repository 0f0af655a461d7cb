-- A new user; no row when the name is taken.
INSERT INTO messenger_user (name, password, verifier) VALUES (?, ?, ?)
ON CONFLICT (name) DO NOTHING
RETURNING id
