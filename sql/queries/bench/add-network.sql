SELECT add_network(?)
