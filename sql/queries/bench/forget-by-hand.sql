TRUNCATE inbox, outbox, receipt, attempt
