i.lane = ANY (ARRAY(SELECT generate_series(0, 15))) AND i.node = ANY (ARRAY(SELECT n.id FROM node n))
