DROP TABLE IF EXISTS partner, coming_inbox, coming_outbox
