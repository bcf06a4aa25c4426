"""Forged, old and foreign credentials; sessions that rotate; guessing that is slowed."""
