-- A new circle; no row when the name is taken.
INSERT INTO circle (name, open, title) VALUES (:name, :open, :title)
ON CONFLICT (name) DO NOTHING
RETURNING id
