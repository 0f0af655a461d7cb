-- What left the active database: the same rows, in the same columns, without the work of living tables.

CREATE TABLE inbox (
  id bigint PRIMARY KEY, ledger text NOT NULL, network text NOT NULL, day date NOT NULL, node smallint NOT NULL, lane smallint NOT NULL,
  owner_id integer NOT NULL, bot_id integer NOT NULL, network_message_id text NOT NULL, sender text NOT NULL,
  user_name text, display_name text, kind text NOT NULL, text text NOT NULL, quotes text, hints text,
  sent_at timestamptz NOT NULL, received_at timestamptz NOT NULL, journaled_at timestamptz NOT NULL,
  stored_at timestamptz NOT NULL
);
CREATE TABLE outbox (
  id bigint PRIMARY KEY, ledger text NOT NULL, network text NOT NULL, day date NOT NULL, lane smallint NOT NULL, owner_id integer NOT NULL,
  conversation bigint NOT NULL, number bigint NOT NULL, contact_id bigint, source_id bigint, retry_of bigint,
  text text NOT NULL, retry_key uuid NOT NULL, created_at timestamptz NOT NULL
);
CREATE TABLE receipt (
  outbox_id bigint PRIMARY KEY, day date NOT NULL, owner_id integer NOT NULL, bot_id integer, state text NOT NULL, attempts smallint NOT NULL,
  reason text, sent_id text, settled_at timestamptz NOT NULL
);
CREATE TABLE attempt (
  outbox_id bigint NOT NULL, day date NOT NULL, attempt smallint NOT NULL, event text NOT NULL, reason text,
  retry_at timestamptz, at timestamptz NOT NULL
);
CREATE INDEX ON attempt (outbox_id);
