SELECT add_month(?::date)
