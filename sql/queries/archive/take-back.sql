-- What is there already, because a restoration was cut off, is there once.
INSERT INTO $table ($columns)
SELECT $columns FROM staging
WHERE ($key, day) NOT IN (SELECT $key, day FROM $table WHERE day IN (SELECT DISTINCT day FROM staging))
