-- Which of these messages are marked as delivered.
SELECT id FROM ceiling.outbox WHERE id = ANY (?) AND done
