UPDATE archive SET begun_at = now() WHERE begun_at IS NULL
