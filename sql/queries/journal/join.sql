-- This node's number, new or known.
INSERT INTO node (name) VALUES (?::uuid)
ON CONFLICT (name) DO UPDATE SET started_at = now()
RETURNING id
