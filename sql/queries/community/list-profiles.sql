SELECT id, name, display_name, about, registered_at
FROM messenger_user
WHERE NOT bot AND name ~>~ :after
ORDER BY name USING ~<~
LIMIT :limit
