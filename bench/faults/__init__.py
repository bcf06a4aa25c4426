"""What can break around the product, broken on purpose."""
