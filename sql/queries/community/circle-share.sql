-- Many may join and leave at once, but not while the circle is changed otherwise.
SELECT id FROM circle WHERE name = :name AND open = :open FOR KEY SHARE
