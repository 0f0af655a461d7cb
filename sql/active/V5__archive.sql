-- The archive: what of it this database has to know. Its ledger is in the passive one, committed with the rows.

CREATE TABLE archive (
  one       boolean PRIMARY KEY DEFAULT true CHECK (one),
  begun_at  timestamptz,                         -- since then the passive database may hold messages
  paused_at timestamptz                          -- an operator lets it rest
);
INSERT INTO archive DEFAULT VALUES;

-- Days that were brought back stay for a while.
CREATE TABLE archive_rest (
  day   date PRIMARY KEY,
  until timestamptz NOT NULL
);

-- What left within the week in which its network may deliver it again.
CREATE TABLE arrival_seen (
  ledger             text NOT NULL,
  bot_id             integer NOT NULL,
  network_message_id text NOT NULL,
  day                date NOT NULL,
  PRIMARY KEY (bot_id, network_message_id, ledger, day)
);

-- Since when a text is gone, by wish of whoever it belongs to.
ALTER TABLE inbox ADD COLUMN erased_at timestamptz;
ALTER TABLE outbox ADD COLUMN erased_at timestamptz;

-- What its sender took back and is not erased yet, as the network calls it.
CREATE TABLE taken_back (
  bot_id  integer NOT NULL,
  sender  text NOT NULL,
  message text NOT NULL,
  told_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (bot_id, sender, message)
);

-- Where erased texts may still be on a disk: in which nodes' journals, and in which tables' files.
CREATE TABLE erased_line (
  node               smallint NOT NULL,
  network            text NOT NULL,
  bot_id             integer NOT NULL,
  network_message_id text NOT NULL,
  PRIMARY KEY (node, bot_id, network_message_id, network)
);
CREATE TABLE erased_table (
  passive  boolean NOT NULL,
  relation text NOT NULL,
  PRIMARY KEY (passive, relation)
);
