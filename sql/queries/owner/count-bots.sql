-- How many credentials lie sealed in the database.
SELECT count(*) FROM bot WHERE removed_at IS NULL
