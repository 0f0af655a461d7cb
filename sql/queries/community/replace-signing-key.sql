UPDATE signing_key SET sealed = :sealed, made_at = now() WHERE id = 1
