-- Whether a message of the day is not mapped yet.
SELECT EXISTS (
  SELECT 1 FROM $leaf i LEFT JOIN inbox_cursor c ON c.network = i.network AND c.lane = i.lane AND c.node = i.node
  WHERE c.id IS NULL OR i.id > c.id)
