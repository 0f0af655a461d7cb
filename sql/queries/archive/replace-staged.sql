-- What came before and was not gone from the active database yet comes once.
DELETE FROM $table WHERE day = DATE '$day' AND $key IN (SELECT $key FROM staging)
