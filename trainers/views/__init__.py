"""The pages of trainers: the way in and out, hours, time off, preferences."""
