"""Whom they train."""
