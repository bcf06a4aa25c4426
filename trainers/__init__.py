"""Who trains: users, trainers, their hours and time off."""
