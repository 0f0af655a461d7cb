-- Numbered messages from first to last of one network's partners, who take turns, and so do the owners: each with the
-- words that somebody wrote (ASCII, a byte each, hardly compressible) and a number counted on from base.
CREATE FUNCTION turns(on_day date, first bigint, last bigint, owners integer, partners integer, length integer, base bigint)
RETURNS TABLE (day date, n bigint, owner integer, partner integer, words text, counted bigint) LANGUAGE sql AS $$
  SELECT on_day, n, (1 + (n - 1) % owners)::integer, (1 + (n - 1) % partners)::integer, written.words, base + n - first
  FROM generate_series(first, last) AS n
  CROSS JOIN LATERAL (
    SELECT left(string_agg(md5(n || '.' || part), ' '), length) AS words FROM generate_series(0, length / 33) AS part
  ) AS written
$$
