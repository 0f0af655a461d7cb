UPDATE session SET connected = false WHERE id = ? AND connected
