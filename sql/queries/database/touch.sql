-- So that the connection isn't ended for being idle.
SELECT 1
