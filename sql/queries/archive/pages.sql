SELECT pg_relation_size(?::regclass) / current_setting('block_size')::bigint
