"""When sessions recur: slots, their occurrences, what is different on single dates, and who is overdue."""
