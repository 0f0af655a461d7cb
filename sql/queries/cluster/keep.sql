-- A connection that holds locks: PostgreSQL ends it when its process says nothing for four seconds.
SELECT set_config('idle_session_timeout', '4s', false), set_config('tcp_user_timeout', '4000', false)
