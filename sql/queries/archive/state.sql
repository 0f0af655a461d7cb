SELECT begun_at, paused_at FROM archive
