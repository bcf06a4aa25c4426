"""The product as others see it: cases over HTTP against a served process, on both databases, compared.

    python -m bench.acceptance                       # all cases, SQLite and a private PostgreSQL
    python -m bench.acceptance --only M-2 --database sqlite
    python -m bench.acceptance --short --seed 7       # some of the cases, and of what each sends

A case fails when an answer is not what it must be, and also when any answer was a 5xx, was not JSON below
/api, or told of a traceback, SQL or a path; that it took two seconds is only told. At the end the answers of
the two databases are compared, without what must differ: ids, tokens, the clock.
"""
