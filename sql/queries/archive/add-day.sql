SELECT add_day(?::date)
