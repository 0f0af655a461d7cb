-- Whether another node listens on this database.
SELECT EXISTS (
  SELECT 1 FROM pg_stat_activity
  WHERE datname = current_database() AND application_name LIKE 'kurir node %' AND application_name <> ?)
