SELECT add_day(?::date), add_day(?::date + 1)
