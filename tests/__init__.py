"""Tests of the house as a whole, and what runs the suite."""
