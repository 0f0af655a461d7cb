DELETE FROM $table WHERE ($key, day) IN (SELECT key, day FROM $coming)
