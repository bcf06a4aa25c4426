"""The pages of sessions: the week, the day, one session, and what is done to it."""
