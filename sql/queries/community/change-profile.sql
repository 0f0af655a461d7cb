UPDATE messenger_user
SET display_name = CASE WHEN :names THEN :display_name ELSE display_name END,
  about = CASE WHEN :describes THEN :about ELSE about END
WHERE id = :id AND NOT bot
RETURNING id, name, display_name, about, registered_at
