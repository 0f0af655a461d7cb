UPDATE bot SET bookmark = :mark WHERE id = :id AND removed_at IS NULL
