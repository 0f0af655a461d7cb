UPDATE login SET token = :token, former = :former, seen_at = :now, expires_at = :expires_at WHERE id = :id
