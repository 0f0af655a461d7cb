-- Rows and content of what goes.
SELECT count(*), coalesce(sum(hashtextextended(ROW($columns)::text, 0)), 0) FROM $leaf WHERE $key IN (SELECT key FROM going)
