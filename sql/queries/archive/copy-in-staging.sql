COPY staging ($columns) FROM STDIN (FORMAT binary)
