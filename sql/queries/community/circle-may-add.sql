-- Whether somebody may be added without being asked: a friend who has not blocked who adds them.
SELECT EXISTS (SELECT FROM friend WHERE user_id = :by AND other = :user_id AND state = 'friends')
  AND NOT EXISTS (SELECT FROM blocked WHERE user_id = :user_id AND other = :by)
