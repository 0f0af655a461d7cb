-- All statements here look rows up by their key. A plan that was kept from when there were few mailboxes must not scan
-- when there are many.
SET enable_seqscan = off
