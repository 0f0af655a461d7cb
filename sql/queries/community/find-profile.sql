SELECT id, name, display_name, about, registered_at FROM messenger_user WHERE name = :name AND NOT bot
