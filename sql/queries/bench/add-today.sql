SELECT add_day((now() AT TIME ZONE 'UTC')::date), add_day((now() AT TIME ZONE 'UTC')::date + 1)
