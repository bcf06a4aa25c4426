"""Does the log ever tell a secret, and can every answer be found in it?"""
