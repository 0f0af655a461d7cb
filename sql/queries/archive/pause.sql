UPDATE archive SET paused_at = CASE WHEN ? THEN coalesce(paused_at, now()) END
