DROP TABLE $month
