SELECT add_month(to_date(right(?, 8), 'YYYYMMDD'))
