EXISTS (SELECT 1 FROM receipt r WHERE r.outbox_id = o.id AND r.day = o.day)
