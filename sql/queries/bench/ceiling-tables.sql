-- The plain pipeline that goals refer to: two tables with a status flag, each with an index over what is not done.
CREATE SCHEMA IF NOT EXISTS ceiling;
CREATE TABLE IF NOT EXISTS ceiling.inbox (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  conversation integer NOT NULL,
  text         text NOT NULL,
  done         boolean NOT NULL DEFAULT false,
  created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS inbox_open ON ceiling.inbox (id) WHERE NOT done;
CREATE TABLE IF NOT EXISTS ceiling.outbox (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source_id    bigint NOT NULL,
  conversation integer NOT NULL,
  text         text NOT NULL,
  done         boolean NOT NULL DEFAULT false,
  created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS outbox_open ON ceiling.outbox (id) WHERE NOT done;
TRUNCATE ceiling.inbox, ceiling.outbox
