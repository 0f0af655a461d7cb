strpos(lower(text), lower(?)) > 0
