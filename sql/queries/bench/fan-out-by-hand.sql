-- One message into many mailboxes, in one statement.
INSERT INTO bench_mailbox SELECT m, ?, ?, now() FROM generate_series(1, ?) m
