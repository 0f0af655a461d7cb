-- A plan that was made while a table was small would be kept while the table grows: a scan of all its rows for each login.
SET plan_cache_mode = force_custom_plan
