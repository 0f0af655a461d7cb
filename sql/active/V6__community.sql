-- The community: what users of the messenger are to each other, however they come (HTTP, XMPP, UDP).

ALTER TABLE messenger_user
  ADD display_name text CHECK (length(display_name) BETWEEN 1 AND 64),
  ADD about        text CHECK (length(about) <= 500),
  ADD show         text NOT NULL DEFAULT 'online' CHECK (show IN ('online', 'away', 'busy', 'offline')),
  ADD status       text CHECK (length(status) <= 140), -- what they say beside it
  ADD last_seen_at timestamptz;                    -- when the last stream or session ended
CREATE INDEX messenger_user_prefix ON messenger_user (name text_pattern_ops) WHERE NOT bot;
CREATE INDEX messenger_user_display ON messenger_user (lower(display_name) text_pattern_ops) WHERE NOT bot;

-- What access tokens are signed with; sealed by the key file.
CREATE TABLE signing_key (
  id      smallint PRIMARY KEY CHECK (id = 1),
  sealed  bytea NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now()
);

-- Where people are logged in over HTTP. A refresh token is used once; one that comes again ends the login.
CREATE TABLE login (
  id           uuid PRIMARY KEY,
  user_id      integer NOT NULL REFERENCES messenger_user ON DELETE CASCADE,
  device       text NOT NULL CHECK (length(device) BETWEEN 1 AND 64),
  token        bytea NOT NULL,                     -- SHA-256 of the secret half of the refresh token
  former       bytea,                              -- of the one before: an answer may have been lost
  logged_in_at timestamptz NOT NULL,
  seen_at      timestamptz NOT NULL,               -- when it was refreshed last
  expires_at   timestamptz NOT NULL
);
CREATE INDEX login_user ON login (user_id);

-- A friendship is two rows, a request one: 'asked' stands with who asks.
CREATE TABLE friend (
  user_id integer NOT NULL REFERENCES messenger_user ON DELETE CASCADE,
  other   integer NOT NULL REFERENCES messenger_user ON DELETE CASCADE,
  state   text NOT NULL CHECK (state IN ('asked', 'friends')),
  since   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, other),
  CHECK (user_id <> other)
);
CREATE INDEX friend_other ON friend (other);

CREATE TABLE blocked (
  user_id integer NOT NULL REFERENCES messenger_user ON DELETE CASCADE,
  other   integer NOT NULL REFERENCES messenger_user ON DELETE CASCADE,
  since   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, other),
  CHECK (user_id <> other)
);
CREATE INDEX blocked_other ON blocked (other);

-- Groups (closed) and rooms (open). What is sent to one arrives at its number, as at a user's, and is
-- mapped to the mailbox of each other member, and to its own: the history.
CREATE TABLE circle (
  id         integer PRIMARY KEY DEFAULT nextval('messenger_user_id'),
  name       text NOT NULL UNIQUE CHECK (name ~ '^[a-z0-9][a-z0-9._-]{0,31}$'),
  open       boolean NOT NULL,
  title      text CHECK (length(title) BETWEEN 1 AND 64),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX circle_prefix ON circle (name text_pattern_ops) WHERE open;
CREATE INDEX circle_title ON circle (lower(title) text_pattern_ops) WHERE open;

CREATE TABLE circle_member (
  circle_id integer NOT NULL REFERENCES circle ON DELETE CASCADE,
  user_id   integer NOT NULL REFERENCES messenger_user ON DELETE CASCADE,
  role      text NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
  since     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (circle_id, user_id)
);
CREATE INDEX circle_member_user ON circle_member (user_id);
CREATE UNIQUE INDEX circle_owner ON circle_member (circle_id) WHERE role = 'owner';

CREATE TABLE invitation (
  circle_id  integer NOT NULL REFERENCES circle ON DELETE CASCADE,
  user_id    integer NOT NULL REFERENCES messenger_user ON DELETE CASCADE,
  invited_by integer REFERENCES messenger_user ON DELETE SET NULL,
  invited_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (circle_id, user_id)
);
CREATE INDEX invitation_user ON invitation (user_id);

-- Short texts with a place (WGS 84, degrees; accuracy in metres).
CREATE TABLE footprint (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id    integer NOT NULL REFERENCES messenger_user ON DELETE CASCADE,
  text       text NOT NULL CHECK (length(text) BETWEEN 1 AND 280),
  latitude   double precision NOT NULL CHECK (latitude BETWEEN -90 AND 90),
  longitude  double precision NOT NULL CHECK (longitude BETWEEN -180 AND 180),
  accuracy   double precision CHECK (accuracy >= 0),
  visibility text NOT NULL CHECK (visibility IN ('friends', 'group', 'everyone')),
  circle_id  integer REFERENCES circle ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((visibility = 'group') = (circle_id IS NOT NULL))
);
CREATE INDEX footprint_user ON footprint (user_id, id);
CREATE INDEX footprint_everyone ON footprint (id) WHERE visibility = 'everyone';
CREATE INDEX footprint_circle ON footprint (circle_id, id) WHERE circle_id IS NOT NULL;
CREATE INDEX footprint_place ON footprint USING gist (point(longitude, latitude));

-- Mailboxes are read by number.
CREATE INDEX ON outbox_udp (conversation, number);

-- Who uses the platform from which XMPP client, and up to which number of their mailbox the XMPP server has taken it over.
CREATE TABLE xmpp_address (
  user_id integer PRIMARY KEY REFERENCES messenger_user ON DELETE CASCADE,
  jid     text NOT NULL UNIQUE,                    -- a bare address (RFC 7622)
  sent    bigint NOT NULL DEFAULT 0
);
