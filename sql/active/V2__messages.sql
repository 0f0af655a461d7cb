-- The transactions. Message rows are appended and never updated: what happens to a message is appended
-- as attempts and one receipt. A table per network and direction (a partition of inbox or outbox), each
-- partitioned by day, so that a finished day can leave as a whole. What is no transaction (pairing codes,
-- chat commands, Kurir's own notices) is kept in the ledger 'control' instead of its network's.

CREATE SEQUENCE message_id;                      -- one id space for all inboxes and outboxes

CREATE TABLE inbox (
  id                 bigint NOT NULL DEFAULT nextval('message_id'),
  ledger             text NOT NULL,              -- the network's name, or 'control': which table it is in
  network            text NOT NULL,
  day                date NOT NULL,              -- of storing
  node               smallint NOT NULL,          -- whose loader wrote it: ids are in commit order per node
  lane               smallint NOT NULL,          -- owner_id modulo 16: order holds within a lane
  owner_id           integer NOT NULL,
  bot_id             integer NOT NULL,
  network_message_id text NOT NULL,
  sender             text NOT NULL,
  user_name          text,
  display_name       text,
  kind               text NOT NULL,
  text               text NOT NULL,
  quotes             text,
  hints              text,                       -- JSON; for the network's own package only
  sent_at            timestamptz NOT NULL,
  received_at        timestamptz NOT NULL,
  journaled_at       timestamptz NOT NULL,
  stored_at          timestamptz NOT NULL
) PARTITION BY LIST (ledger);

CREATE TABLE outbox (
  id         bigint NOT NULL DEFAULT nextval('message_id'),
  ledger       text NOT NULL,
  network      text NOT NULL,
  day          date NOT NULL,
  lane         smallint NOT NULL,                -- written under a lock of the lane: ids are in commit order
  owner_id     integer NOT NULL,
  conversation bigint NOT NULL,                  -- where it goes: a contact's id, or minus the owner's id: the master chat
  number       bigint NOT NULL,                  -- the conversation's count: see mailbox
  contact_id   bigint,                           -- the partner it is for or from; null: a notice of Kurir's
  source_id    bigint,                           -- the inbox message it was made from
  retry_of     bigint,                           -- the dead or uncertain message that this one repeats
  text         text NOT NULL,
  retry_key    uuid NOT NULL,
  created_at   timestamptz NOT NULL
) PARTITION BY LIST (ledger);

-- Exactly one end state a message; the day is the message's, so that both leave together.
CREATE TABLE receipt (
  outbox_id  bigint NOT NULL,
  day        date NOT NULL,
  owner_id   integer NOT NULL,
  bot_id     integer,                            -- that sent it; null: it never came so far
  state      text NOT NULL CHECK (state IN ('delivered', 'dead', 'uncertain')),
  attempts   smallint NOT NULL,
  reason     text CHECK (reason IS NOT NULL OR state = 'delivered'),
  sent_id    text,                               -- the network's id: what a quote names
  settled_at timestamptz NOT NULL,
  PRIMARY KEY (outbox_id, day)
) PARTITION BY RANGE (day);
CREATE INDEX receipt_sent ON receipt (bot_id, sent_id) WHERE sent_id IS NOT NULL;
CREATE INDEX receipt_unhappy ON receipt (owner_id, outbox_id) WHERE state <> 'delivered';

-- What happened on the way: 'started' where the network can't recognise a repeat, or the request must be repeated as it was
-- (several messages together, a permit); 'failed' always.
CREATE TABLE attempt (
  outbox_id bigint NOT NULL,
  day       date NOT NULL,
  attempt   smallint NOT NULL,
  event     text NOT NULL CHECK (event IN ('started', 'failed')),
  items     smallint NOT NULL,                   -- how many messages the request carried, this one the first
  permit    text,                                -- what the network let it use once, a reply token for example
  reason    text,
  retry_at  timestamptz,
  at        timestamptz NOT NULL
) PARTITION BY RANGE (day);
CREATE INDEX attempt_outbox ON attempt (outbox_id);

-- Cursors: how far a lane is mapped, and up to where everything of a lane is settled or waits.
CREATE TABLE inbox_cursor (
  network text NOT NULL,
  lane    smallint NOT NULL,
  node    smallint NOT NULL,
  id      bigint NOT NULL,
  day     date NOT NULL,
  PRIMARY KEY (network, lane, node)
) WITH (fillfactor = 50);
CREATE TABLE outbox_cursor (
  network text NOT NULL,
  lane    smallint NOT NULL,
  id      bigint NOT NULL,
  day     date NOT NULL,
  PRIMARY KEY (network, lane)
) WITH (fillfactor = 50);

-- A conversation that waits (a network asked for time, an owner is not paired): one small row; its
-- messages stay in the outbox and are read from the first waiting one when it is due.
CREATE TABLE waiting (
  network      text NOT NULL,
  conversation bigint NOT NULL,                  -- as in the outbox
  lane         smallint NOT NULL,
  outbox_id    bigint NOT NULL,                  -- its first message that is not settled
  day          date NOT NULL,
  attempts     smallint NOT NULL,
  since        timestamptz NOT NULL,             -- the first failure
  due_at       timestamptz NOT NULL,
  together     smallint NOT NULL,                -- how many messages its next request must carry; 0: as many as fit
  saved_at     timestamptz NOT NULL,             -- by the same clock as due_at, which may be set meanwhile
  reason       text NOT NULL,
  PRIMARY KEY (network, conversation)
) WITH (fillfactor = 50);

-- Until when a network asked a bot to wait.
CREATE TABLE bot_pause (
  bot_id integer PRIMARY KEY REFERENCES bot,
  until  timestamptz NOT NULL,
  saved_at timestamptz NOT NULL,                 -- by the same clock, which may be set meanwhile
  reason text NOT NULL
);

-- What an owner was told once about a bot: a quota that runs out, a token that is refused.
CREATE TABLE alarm (
  bot_id    integer NOT NULL REFERENCES bot,
  occasion  text NOT NULL,
  raised_at timestamptz NOT NULL,
  PRIMARY KEY (bot_id, occasion)
);

-- Every mailbox (a conversation of the outbox) numbers what it receives. The numbers are handed out from
-- memory, in segments taken from here, and only by the process that holds the mailbox's lane.
CREATE TABLE mailbox (
  id   bigint PRIMARY KEY,                       -- as conversation in the outbox
  next bigint NOT NULL                           -- from here on nobody has taken a number
) WITH (fillfactor = 80);
CREATE TABLE lane_holder (
  lane   smallint PRIMARY KEY,
  holder uuid                                    -- of a process, new on each start; written under the lane's lock
) WITH (fillfactor = 50);
INSERT INTO lane_holder SELECT generate_series(0, 15);

CREATE TABLE network (name text PRIMARY KEY);     -- and 'control', which has tables like one

-- Tables are made apart and then attached, which waits for nobody who reads or writes and holds up nobody:
-- CREATE TABLE … PARTITION OF would lock its parent against everybody.

-- A network's tables come by themselves: SELECT add_network('irc').
CREATE FUNCTION add_network(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('kurir.partitions'));
  INSERT INTO network VALUES (name) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE inbox_%s (LIKE inbox INCLUDING DEFAULTS) PARTITION BY RANGE (day)', name);
  EXECUTE format('CREATE INDEX ON inbox_%s (lane, node, id)', name);
  EXECUTE format('CREATE UNIQUE INDEX ON inbox_%s (bot_id, network_message_id, day)', name);
  EXECUTE format('ALTER TABLE inbox ATTACH PARTITION inbox_%1$s FOR VALUES IN (%1$L)', name);
  EXECUTE format('CREATE TABLE outbox_%s (LIKE outbox INCLUDING DEFAULTS) PARTITION BY RANGE (day)', name);
  EXECUTE format('CREATE INDEX ON outbox_%s (lane, id)', name);
  EXECUTE format('CREATE INDEX ON outbox_%s (source_id) WHERE source_id IS NOT NULL', name);
  EXECUTE format('CREATE INDEX ON outbox_%s (retry_of) WHERE retry_of IS NOT NULL', name);
  EXECUTE format('CREATE INDEX ON outbox_%s (conversation, id)', name);
  EXECUTE format('ALTER TABLE outbox ATTACH PARTITION outbox_%1$s FOR VALUES IN (%1$L)', name);
END $$;

-- The partitions of one day, for every network: SELECT add_day(current_date + 1). Repeatable.
-- Rows are never updated, and a day leaves as a whole: there is nothing for a vacuum to do.
CREATE FUNCTION add_day(day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  parent text;
  child  text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('kurir.partitions'));
  FOR parent IN
    SELECT direction || '_' || name FROM network, unnest(ARRAY['inbox', 'outbox']) direction
    UNION ALL VALUES ('receipt'), ('attempt')
  LOOP
    child := parent || '_' || to_char(day, 'YYYYMMDD');
    IF to_regclass(child) IS NULL THEN
      EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)'
        ' WITH (autovacuum_vacuum_insert_threshold = -1)', child, parent);
      EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, child, day, day + 1);
    END IF;
  END LOOP;
END $$;

SELECT add_network(name) FROM unnest(ARRAY['line', 'telegram', 'xmpp', 'udp', 'control']) name;
