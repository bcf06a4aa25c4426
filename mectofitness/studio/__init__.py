"""Everything that a studio has in one ZIP of CSV files, and back into any database without loss."""
