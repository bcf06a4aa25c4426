"""What the templates of sessions may ask for."""
