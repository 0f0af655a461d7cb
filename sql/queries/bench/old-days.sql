-- The partitions of days that are over.
SELECT add_day((now() AT TIME ZONE 'UTC')::date - age) FROM generate_series(?, ?) AS age
