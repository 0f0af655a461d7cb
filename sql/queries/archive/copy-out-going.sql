COPY (SELECT $columns FROM $leaf WHERE $key IN (SELECT key FROM going)) TO STDOUT (FORMAT binary)
