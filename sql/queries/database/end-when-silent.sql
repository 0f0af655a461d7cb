-- PostgreSQL ends a transaction, and frees its locks, four seconds after the last word from a process that is frozen or cut off.
SELECT set_config('idle_in_transaction_session_timeout', '4s', false),
       set_config('tcp_user_timeout', '4000', false)
