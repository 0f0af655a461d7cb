-- The masters: who owns which bots, and who writes to them. These grow with people, not with messages.

CREATE TABLE node (
  id          smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name        uuid NOT NULL UNIQUE,              -- <data>/node.id
  started_at  timestamptz NOT NULL DEFAULT now(),
  bots        boolean NOT NULL DEFAULT true,     -- whether it serves the connections of bots
  segment     bigint NOT NULL DEFAULT 0,         -- the journal is in the inbox up to here:
  byte_offset bigint NOT NULL DEFAULT 0          -- segment number and byte within it
);

CREATE TABLE owner (
  id             integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  username       text NOT NULL UNIQUE CHECK (username ~ '^[a-z0-9][a-z0-9._-]{0,31}$'),
  pairing_code   text NOT NULL UNIQUE,           -- spent once paired_at is set
  master_bot_id  integer,                        -- where the owner reads and answers; null until paired
  master_address text,
  paired_at      timestamptz,
  created_at     timestamptz NOT NULL DEFAULT now(),
  CHECK ((master_bot_id IS NULL) = (master_address IS NULL))
);

CREATE TABLE bot (
  id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  owner_id    integer NOT NULL REFERENCES owner,
  network     text NOT NULL,
  role        text NOT NULL CHECK (role IN ('master', 'partner')),
  account     text NOT NULL,                     -- the network's name for it
  credentials bytea NOT NULL,                    -- JSON, AES-GCM, associated data: network and account
  webhook_key text NOT NULL UNIQUE,
  bookmark    text,                              -- how far the adapter has read
  created_at  timestamptz NOT NULL DEFAULT now(),
  removed_at  timestamptz                        -- rows stay: messages name them
);
-- A network's account belongs to one living bot.
CREATE UNIQUE INDEX bot_account ON bot (network, account) WHERE removed_at IS NULL;
CREATE INDEX bot_owner ON bot (owner_id);
ALTER TABLE owner ADD FOREIGN KEY (master_bot_id) REFERENCES bot;

CREATE TABLE contact (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  owner_id      integer NOT NULL REFERENCES owner,
  bot_id        integer NOT NULL REFERENCES bot,
  address       text NOT NULL,                   -- opaque: only the network's package reads it
  user_name     text,                            -- by which the owner can address it
  display_name  text,
  first_seen_at timestamptz NOT NULL DEFAULT now(),
  paused_reason text,                            -- why nothing can be sent until they write again
  UNIQUE (bot_id, address)
);
CREATE INDEX contact_paused ON contact (bot_id) WHERE paused_reason IS NOT NULL;
CREATE INDEX contact_owner ON contact (owner_id, lower(user_name));
