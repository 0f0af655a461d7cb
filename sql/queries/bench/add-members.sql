-- People with the password of somebody who has registered; each is logged in, so that nobody is waited for.
WITH new AS (
  INSERT INTO messenger_user (name, password)
  SELECT 'member-' || n, u.password FROM generate_series(1, ?) n, messenger_user u WHERE u.name = ?
  RETURNING id
)
INSERT INTO login (id, user_id, device, token, logged_in_at, seen_at, expires_at)
SELECT gen_random_uuid(), id, 'bench', '', now(), now(), now() + interval '1 day' FROM new
