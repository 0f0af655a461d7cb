COPY (SELECT $columns FROM $table WHERE ($key, day) IN (SELECT key, day FROM $coming)) TO STDOUT (FORMAT binary)
