"""What measures the product: each module is a program that prints its figures."""
