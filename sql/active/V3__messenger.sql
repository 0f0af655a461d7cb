-- The messenger: its users and where they are. A user's mailbox is a conversation of outbox_udp, as an owner's
-- master chat is one: its messages are appended, numbered, delivered and archived like all others.

-- One number names a user, their mailbox's owner and the address that messages to them come to: in inbox and outbox
-- it stands as owner_id and bot_id, and lies above all numbers of owners and bots.
CREATE SEQUENCE messenger_user_id AS integer START 1000000000;

CREATE TABLE messenger_user (
  id            integer PRIMARY KEY DEFAULT nextval('messenger_user_id'),
  name          text NOT NULL UNIQUE CHECK (name ~ '^[a-z0-9][a-z0-9._-]{0,31}$'),
  password      text,                            -- Argon2id, as PHC string
  verifier      text,                            -- SCRAM-SHA-256 (RFC 5803)
  bot           boolean NOT NULL DEFAULT false,  -- an owner's bot: it has neither password nor mailbox
  registered_at timestamptz NOT NULL DEFAULT now(),
  CHECK (bot OR password IS NOT NULL OR verifier IS NOT NULL)
);

-- Who is or was logged in, from where, at which server. One session of a user is connected.
CREATE TABLE session (
  id           uuid PRIMARY KEY,
  user_id      integer NOT NULL REFERENCES messenger_user ON DELETE CASCADE,
  server       smallint NOT NULL REFERENCES node,
  address      text NOT NULL,
  port         integer NOT NULL,
  acknowledges boolean NOT NULL,                 -- pushes are repeated until /ack
  token        bytea NOT NULL,                   -- SHA-256 of what login returned
  logged_in_at timestamptz NOT NULL,
  connected    boolean NOT NULL,
  serial       bigint GENERATED ALWAYS AS IDENTITY -- of two sessions of a user the one with the higher number is the later
);
CREATE UNIQUE INDEX session_connected ON session (user_id) WHERE connected;
CREATE INDEX session_server ON session (server) WHERE connected;

-- What users did with messages of their mailboxes.
CREATE TABLE mailbox_mark (
  user_id    integer NOT NULL REFERENCES messenger_user ON DELETE CASCADE,
  number     bigint NOT NULL,                    -- as in the outbox
  deleted    boolean NOT NULL,                   -- else: read
  marked_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, number)
);
