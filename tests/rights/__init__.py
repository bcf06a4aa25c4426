"""Who may do what, at every address of the pages, the desk and the admin."""
