SELECT add_day(current_date + 1), add_day(current_date + 2)
