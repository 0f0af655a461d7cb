-- Whether a message of the day is still here, and may get its end.
SELECT EXISTS (SELECT 1 FROM outbox WHERE day = DATE '$day')
