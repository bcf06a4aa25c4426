"""Does the product do what its published schemas say, and only that? schemathesis tries each operation.

    python -m bench.schemas --database sqlite --seed 1                 # 20,000 cases
    python -m bench.schemas --database postgres --seed 7 --short       # some hundreds

A case survives if the answer is no fault of the server, has a status, a type and a shape that its operation
documents, and refuses what breaks the schema; and, where no more than a schema can say decides, accepts what
fits it. The cases come in rounds with seeds of their own, printed, so that each can be run again.
Exit code 0 if all survived.
"""
