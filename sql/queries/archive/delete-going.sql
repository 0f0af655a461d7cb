DELETE FROM $leaf WHERE $key IN (SELECT key FROM going)
