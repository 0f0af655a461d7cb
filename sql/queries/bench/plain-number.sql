UPDATE ceiling.mailbox SET next = next + 1 WHERE id = ? RETURNING next
