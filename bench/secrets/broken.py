"""How the database is broken under the running product, and mended: code for its environment."""

# Writes fail with the whole row in the words of the database (SQLite's have no values).
BREAK = """
from django.db import connection

RAISE = "RAISE EXCEPTION 'broken: %', NEW::text USING ERRCODE = 'data_exception', DETAIL = NEW::text;"
with connection.cursor() as cursor:
    if connection.vendor == "postgresql":
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION break() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {RAISE} END $$"
        )
    for table in ("clients_client", "scheduling_session", "scheduling_timeline"):
        for event in ("INSERT", "UPDATE"):
            head = f"CREATE TRIGGER break_{table}_{event} BEFORE {event} ON {table} FOR EACH ROW"
            if connection.vendor == "postgresql":
                cursor.execute(f"{head} EXECUTE FUNCTION break()")
            else:
                cursor.execute(f"{head} BEGIN SELECT RAISE(ABORT, 'broken'); END")
"""
TAKE_AWAY = """
from django.db import connection

with connection.cursor() as cursor:
    cursor.execute("ALTER TABLE clients_client RENAME TO gone")
"""
MEND = """
from django.db import connection

with connection.cursor() as cursor:
    cursor.execute("ALTER TABLE gone RENAME TO clients_client")
    for table in ("clients_client", "scheduling_session", "scheduling_timeline"):
        for event in ("INSERT", "UPDATE"):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER break_{table}_{event}{on}")
"""
