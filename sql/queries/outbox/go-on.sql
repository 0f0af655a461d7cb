DELETE FROM waiting WHERE network = ? AND conversation = ANY (?)
