EXISTS (SELECT 1 FROM inbox_cursor c WHERE c.network = i.network AND c.lane = i.lane AND c.node = i.node AND c.id >= i.id)
