UPDATE node SET bots = ? WHERE id = ? AND bots <> ?
