-- What left the active database: the same rows, in the same columns, with when they came. In one table for all networks, a
-- partition a month, so that what is over leaves as a whole and no statement has thousands of tables to look at.

CREATE TABLE inbox (
  id bigint NOT NULL, ledger text NOT NULL, network text NOT NULL, day date NOT NULL, node smallint NOT NULL, lane smallint NOT NULL,
  owner_id integer NOT NULL, bot_id integer NOT NULL, network_message_id text NOT NULL, sender text NOT NULL,
  user_name text, display_name text, kind text NOT NULL, text text NOT NULL, quotes text, hints text,
  sent_at timestamptz NOT NULL, received_at timestamptz NOT NULL, journaled_at timestamptz NOT NULL,
  stored_at timestamptz NOT NULL, erased_at timestamptz,
  archived_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (id, day)
) PARTITION BY RANGE (day);
CREATE INDEX ON inbox (owner_id, id);
CREATE INDEX ON inbox USING brin (day) WITH (pages_per_range = 16);
CREATE INDEX ON inbox USING gin (to_tsvector('simple', text)) WITH (gin_pending_list_limit = 65536);

CREATE TABLE outbox (
  id bigint NOT NULL, ledger text NOT NULL, network text NOT NULL, day date NOT NULL, lane smallint NOT NULL, owner_id integer NOT NULL,
  conversation bigint NOT NULL, number bigint NOT NULL, contact_id bigint, source_id bigint, retry_of bigint,
  text text NOT NULL, retry_key uuid NOT NULL, created_at timestamptz NOT NULL, erased_at timestamptz,
  archived_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (id, day)
) PARTITION BY RANGE (day);
CREATE INDEX ON outbox (owner_id, id);
CREATE INDEX ON outbox (source_id) WHERE source_id IS NOT NULL;
CREATE INDEX ON outbox (retry_of) WHERE retry_of IS NOT NULL;
CREATE INDEX ON outbox USING brin (day) WITH (pages_per_range = 16);
-- What a partner wrote is found in the inbox; here only what went to one.
CREATE INDEX ON outbox USING gin (to_tsvector('simple', text)) WITH (gin_pending_list_limit = 65536) WHERE conversation > 0;

CREATE TABLE receipt (
  outbox_id bigint NOT NULL, day date NOT NULL, owner_id integer NOT NULL, bot_id integer, state text NOT NULL, attempts smallint NOT NULL,
  reason text, sent_id text, settled_at timestamptz NOT NULL,
  archived_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (outbox_id, day)
) PARTITION BY RANGE (day);
CREATE INDEX ON receipt USING brin (day) WITH (pages_per_range = 16);

CREATE TABLE attempt (
  outbox_id bigint NOT NULL, day date NOT NULL, attempt smallint NOT NULL, event text NOT NULL, items smallint NOT NULL, permit text,
  reason text, retry_at timestamptz, at timestamptz NOT NULL,
  archived_at timestamptz NOT NULL DEFAULT now()
) PARTITION BY RANGE (day);
CREATE INDEX ON attempt (outbox_id);
CREATE INDEX ON attempt USING brin (day) WITH (pages_per_range = 16);

-- The ledger: a row a move, committed with what it moved.
CREATE TABLE move (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  relation  text NOT NULL,                       -- the active table without its day: inbox_line, receipt
  day       date NOT NULL,
  part      boolean NOT NULL,                    -- only what was settled of it
  rows      bigint NOT NULL,
  bytes     bigint NOT NULL,                     -- that it took in the active database, indexes included
  checksum  numeric NOT NULL,                    -- the same on both sides
  began_at  timestamptz NOT NULL,
  copied_at timestamptz NOT NULL,
  done_at   timestamptz                          -- when it was gone from the active database
);
CREATE INDEX ON move (relation, day);
CREATE INDEX ON move (id) WHERE done_at IS NULL;

-- The partitions of a day's month: SELECT add_month(current_date). Repeatable.
CREATE FUNCTION add_month(day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  parent text;
  child  text;
  month  date := date_trunc('month', day);
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('kurir.months'));
  FOREACH parent IN ARRAY ARRAY['inbox', 'outbox', 'receipt', 'attempt'] LOOP
    child := parent || '_' || to_char(month, 'YYYYMM');
    IF to_regclass(child) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
        child, parent, month, (month + interval '1 month')::date);
    END IF;
  END LOOP;
END $$;
