-- Makes a process the holder of lanes that the transaction has locked; yields those that were another's.
UPDATE lane_holder SET holder = ?
WHERE lane = ANY (?) AND holder IS DISTINCT FROM ?
RETURNING lane
