-- Rows and content of a day's table.
SELECT count(*), coalesce(sum(hashtextextended(ROW($columns)::text, 0)), 0) FROM $leaf
