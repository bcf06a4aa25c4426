"""What is in a database, to be compared: for each table how many rows there are, and a digest of them."""

DIGESTS = """
import hashlib
from django.db import connection

result = {}
with connection.cursor() as cursor:
    for table in sorted(connection.introspection.table_names(cursor)):
        cursor.execute(f'SELECT * FROM "{table}"')
        rows = sorted(map(repr, cursor.fetchall()))
        result[table] = [len(rows), hashlib.sha256("\\\\n".join(rows).encode()).hexdigest()]
"""
