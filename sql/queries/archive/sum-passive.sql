-- Rows and content of what came of a day's table.
SELECT count(*), coalesce(sum(hashtextextended(ROW($columns)::text, 0)), 0) FROM $table WHERE day = DATE '$day' AND $ledger
