SELECT relation FROM erased_table WHERE passive = ? ORDER BY relation
