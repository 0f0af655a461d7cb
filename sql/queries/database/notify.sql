SELECT pg_notify('kurir', news) FROM unnest(?::text[]) AS news
