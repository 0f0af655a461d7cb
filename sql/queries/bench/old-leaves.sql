-- The tables of days that are over, and whose they are.
SELECT leaf.relname AS leaf, split_part(parent.relname, '_', 1) AS parent
FROM pg_inherits JOIN pg_class leaf ON leaf.oid = inhrelid JOIN pg_class parent ON parent.oid = inhparent
WHERE leaf.relkind = 'r' AND leaf.relname ~ '(_sink|receipt)_[0-9]{8}$'
  AND to_date(right(leaf.relname, 8), 'YYYYMMDD') < (now() AT TIME ZONE 'UTC')::date - 1
ORDER BY leaf.relname
