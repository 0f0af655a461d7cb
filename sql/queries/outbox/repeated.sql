-- Which of these messages were repeated before.
SELECT retry_of FROM outbox WHERE retry_of = ANY (?)
