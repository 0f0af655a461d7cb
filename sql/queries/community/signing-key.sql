SELECT sealed FROM signing_key WHERE id = 1
