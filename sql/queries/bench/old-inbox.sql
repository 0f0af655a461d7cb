-- Finished messages of a day so many days ago, numbered from one to another, as the loader of the first node would have stored
-- them: inbox ids are odd, outbox ids even.
INSERT INTO inbox (id, ledger, network, day, node, lane, owner_id, bot_id, network_message_id, sender, user_name,
                   display_name, kind, text, sent_at, received_at, journaled_at, stored_at)
SELECT 2 * n - 1, 'sink', 'sink', day, 1, (1 + n % 200) % 16, 1 + n % 200, 2 * (1 + n % 200),
       'past-' || n, 'partner' || n % 2000, 'partner' || n % 2000, 'Partner of the bench', 'text',
       repeat('Halo, apa kabar? ', 11) || lpad(n::text, 13, '0'), at, at, at, at
FROM (SELECT (now() AT TIME ZONE 'UTC')::date - ? AS day, now() - ? * interval '1 day' AS at) past, generate_series(?, ?) AS n
