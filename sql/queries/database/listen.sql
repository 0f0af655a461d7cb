LISTEN kurir
