"""Contract 002: sessions on timelines, one-time or recurring, at /api/timeline."""
