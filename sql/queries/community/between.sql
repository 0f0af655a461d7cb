-- What two people are to each other.
SELECT
  (SELECT state FROM friend WHERE user_id = :one AND other = :other) AS state,
  (SELECT state FROM friend WHERE user_id = :other AND other = :one) AS returned,
  EXISTS (SELECT FROM blocked WHERE user_id = :one AND other = :other) AS blocks,
  EXISTS (SELECT FROM blocked WHERE user_id = :other AND other = :one) AS is_blocked
