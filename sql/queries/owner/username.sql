SELECT username
FROM owner
WHERE id = :id
