DELETE FROM arrival_seen WHERE day < current_date - 8
