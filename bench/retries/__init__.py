"""Is anything made twice when no answer came, and the request is sent again?"""
