INSERT INTO erased_table (passive, relation) SELECT ?, e FROM unnest(?::text[]) AS e ON CONFLICT DO NOTHING
