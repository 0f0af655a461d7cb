-- A plan made while a table was small is kept while the table grows: it shall not be a scan of all its rows.
-- What must be scanned all the same seems costly to the planner then, and is not worth compiling.
SET enable_seqscan = off; SET jit = off
