"""The roof: settings, addresses and the API over the apps."""
