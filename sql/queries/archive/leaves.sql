-- The tables of one day each, up to a day: what they are a part of, and what they take.
SELECT parent.relname AS relation, to_date(right(leaf.relname, 8), 'YYYYMMDD') AS day, pg_total_relation_size(leaf.oid) AS bytes
FROM pg_inherits
JOIN pg_class leaf ON leaf.oid = inhrelid
JOIN pg_class parent ON parent.oid = inhparent
WHERE leaf.relkind = 'r' AND leaf.relnamespace = current_schema()::regnamespace
  AND parent.relname ~ '^((inbox|outbox)_.*|receipt|attempt)$' AND leaf.relname ~ '_[0-9]{8}$'
  AND to_date(right(leaf.relname, 8), 'YYYYMMDD') <= ?::date
ORDER BY day, relation
