CREATE TABLE IF NOT EXISTS bench_mailbox (
  mailbox bigint NOT NULL, number bigint NOT NULL, text text NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (mailbox, number))
