SELECT count(*) FROM owner WHERE paired_at IS NOT NULL
