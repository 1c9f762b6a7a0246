"""What every process needs and no feature owns: time, ids, settings, errors, logs, database, jobs, event streams."""
