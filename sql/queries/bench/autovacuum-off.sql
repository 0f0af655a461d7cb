-- For every table of the schema; a partition has no rows itself.
DO $$
DECLARE
  found regclass;
BEGIN
  FOR found IN SELECT oid::regclass FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = false, toast.autovacuum_enabled = false)', found);
  END LOOP;
END $$
