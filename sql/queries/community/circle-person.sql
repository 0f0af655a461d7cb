-- Whether somebody still has an account, which then stays until the transaction ends.
SELECT id FROM messenger_user WHERE id = :user_id FOR KEY SHARE
