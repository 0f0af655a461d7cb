-- A day that was brought back stays for a week.
INSERT INTO archive_rest (day, until) VALUES (?::date, ?::timestamptz)
ON CONFLICT (day) DO UPDATE SET until = EXCLUDED.until
