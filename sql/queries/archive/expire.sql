-- Ends the life of what is older than it is kept, in one table.
DELETE FROM $table WHERE day < ?::date
