SELECT name FROM network
