SELECT begun_at IS NOT NULL FROM archive
