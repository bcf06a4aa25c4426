"""The rules of scheduling. Everything that writes sessions comes through here."""
