SELECT day FROM archive_rest WHERE until > ?::timestamptz
