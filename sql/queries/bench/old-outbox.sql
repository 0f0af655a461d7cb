INSERT INTO outbox (id, ledger, network, day, lane, owner_id, conversation, number, contact_id, source_id, text,
                    retry_key, created_at)
SELECT 2 * n, 'sink', 'sink', day, (1 + n % 200) % 16, 1 + n % 200, -(1 + n % 200), 1 + n / 200,
       1 + n % 2000, 2 * n - 1, E'Sink\nPartner of the bench\n' || repeat('Halo, apa kabar? ', 11) || lpad(n::text, 13, '0'),
       gen_random_uuid(), at
FROM (SELECT (now() AT TIME ZONE 'UTC')::date - ? AS day, now() - ? * interval '1 day' AS at) past, generate_series(?, ?) AS n
