SELECT bookmark FROM bot WHERE id = :id AND bookmark IS NOT NULL
