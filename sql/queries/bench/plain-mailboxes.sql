-- What a mailbox count is without an allocator: a row each, updated for each number.
CREATE SCHEMA IF NOT EXISTS ceiling;
CREATE TABLE IF NOT EXISTS ceiling.mailbox (id bigint PRIMARY KEY, next bigint NOT NULL) WITH (fillfactor = 50);
INSERT INTO ceiling.mailbox SELECT id, 1 FROM generate_series(1, 10000) AS id ON CONFLICT DO NOTHING
