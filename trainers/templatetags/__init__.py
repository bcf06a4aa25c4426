"""What the templates of every app may ask for."""
