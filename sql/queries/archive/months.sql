-- Partitions whose month ended before a day.
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relname ~ '^(inbox|outbox|receipt|attempt)_[0-9]{6}$'
  AND to_date(right(relname, 6), 'YYYYMM') + interval '1 month' <= ?::date
