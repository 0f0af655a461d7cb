-- Servers that work together: where each is, and what it last said of itself. Whether it lives tells an advisory lock
-- (class 7103, its node) that its own connection holds: PostgreSQL gives it up when the server dies or freezes.
CREATE TABLE server (
  node            smallint PRIMARY KEY REFERENCES node,
  client_address  text NOT NULL,           -- host:port, by UDP
  cluster_address text NOT NULL,           -- host:port, by TCP
  fingerprint     text NOT NULL,           -- SHA-256 of the certificate that it shows the others
  began_at        timestamptz NOT NULL,
  seen_at         timestamptz NOT NULL,
  quota           integer NOT NULL,        -- of sessions
  sessions        integer NOT NULL,
  members         smallint[] NOT NULL      -- with whom it works together, itself included
);

-- Where servers without a list of peers find each other (JGroups, JDBC_PING2).
CREATE TABLE jgroups (
  address varchar(200) PRIMARY KEY,
  name    varchar(200),
  cluster varchar(200) NOT NULL,
  ip      varchar(200) NOT NULL,
  coord   boolean
);
