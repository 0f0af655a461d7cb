-- Rows and content of what came this time, as it is in the archive.
SELECT count(*), coalesce(sum(hashtextextended(ROW($columns)::text, 0)), 0) FROM $table
WHERE day = DATE '$day' AND $key IN (SELECT $key FROM staging)
