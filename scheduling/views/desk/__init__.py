"""The desk: the pages on which staff book and move sessions for all trainers."""
