-- Both sides write a row as the same text, and a silent session lives for as long as the other side's statement takes.
SELECT set_config('TimeZone', 'UTC', false), set_config('DateStyle', 'ISO', false), set_config('idle_session_timeout', '15min', false)
