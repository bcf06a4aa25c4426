"""How soon a week of 200 sessions is seen, and what it weighs: our page beside one with FullCalendar."""
