SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)
FROM pg_attribute WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped
