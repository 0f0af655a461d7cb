COPY (SELECT $columns FROM $leaf WHERE ctid >= '($from,0)' AND ctid < '($to,0)') TO STDOUT (FORMAT binary)
