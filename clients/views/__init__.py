"""The pages of the clients."""
