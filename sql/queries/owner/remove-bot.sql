-- The row stays, because messages name it; its credentials do not.
UPDATE bot SET removed_at = now(), credentials = '', bookmark = NULL
WHERE id = :id AND removed_at IS NULL
