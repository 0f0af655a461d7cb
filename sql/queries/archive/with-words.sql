to_tsvector('simple', text) @@ websearch_to_tsquery('simple', ?)
