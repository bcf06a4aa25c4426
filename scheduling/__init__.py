"""Sessions: booked, moved, completed, cancelled, and never two at once."""
