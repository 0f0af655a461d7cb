UPDATE contact SET paused_reason = ? WHERE id = ?
