"""The served product with the people of the matrix in it."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.served.calling import Answer, Crowd, Request
from tests.served.server import Server
from tests.strangers import rows, trial
from tests.strangers.addresses import Operation
from tests.strangers.callers import Credential
from tests.strangers.treasure import Treasure

CALLERS = 4

ARRANGE = """
from dataclasses import asdict
from tests.strangers import addresses, callers, treasure

alice, bella = treasure.bury(*treasure.ALICE), treasure.bury(*treasure.BELLA)
result = {
    "people": callers.gather(alice["user"], bella["user"]),
    "alice": alice,
    "bella": bella,
    "templates": addresses.templates(),
    "operations": [asdict(it) for it in addresses.operations()],
}
"""
ADMIT = """
from dataclasses import asdict
from tests.strangers import callers

result = [asdict(it) for it in callers.admit(given["people"], given["wanted"])]
"""
ROWS = """
from tests.strangers import rows

result = rows.of_user(given["user"])
"""


@dataclass(frozen=True)
class Served:
    """A trial.World that is reached over HTTP. Alice's is the data, Bella is the other trainer."""

    server: Server
    crowd: Crowd
    people: dict[str, int]
    alice: Treasure
    bella: Treasure
    templates: list[str]
    operations: list[Operation]

    @property
    def pages(self) -> list[str]:
        return [template for template in self.templates if not template.startswith("/api/")]

    def admit(self, wanted: Sequence[tuple[str, str]]) -> list[Credential]:
        return [Credential(**it) for it in self.server.run(ADMIT, people=self.people, wanted=list(wanted))]

    def rows(self) -> rows.Rows:
        found: rows.Rows = self.server.run(ROWS, user=self.alice.user)
        return found

    def call(self, requests: Sequence[Request]) -> list[trial.Told]:
        groups = [requests[first : first + CALLERS] for first in range(0, len(requests), CALLERS)]
        return [told(answer) for group in groups for answer in self.crowd.at_once(group)]


@contextmanager
def populated(server: Server) -> Iterator[Served]:
    """The server with all callers and both trainers."""
    arranged: dict[str, Any] = server.run(ARRANGE)
    with Crowd(server.url, CALLERS) as crowd:
        yield Served(
            server,
            crowd,
            arranged["people"],
            Treasure(**arranged["alice"]),
            Treasure(**arranged["bella"]),
            arranged["templates"],
            [Operation(**it | {"query": tuple(it["query"])}) for it in arranged["operations"]],
        )


def told(answer: Answer) -> trial.Told:
    body = answer.body if isinstance(answer.body, str) else json.dumps(answer.body, ensure_ascii=False)
    return trial.Told(answer.status, str(answer.headers), body)
