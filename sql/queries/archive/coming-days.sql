SELECT day FROM coming_inbox UNION SELECT day FROM coming_outbox ORDER BY day
