"""The product in the test's own process, with the people of the matrix in it."""

from collections.abc import Sequence

from django.test import Client

from tests.served.bodies import text_of
from tests.served.calling import Request
from tests.strangers import callers, rows, treasure, trial


class Here:
    """A trial.World in the test's own process."""

    def __init__(self) -> None:
        self.alice = treasure.Treasure(**treasure.bury(*treasure.ALICE))
        self.bella = treasure.Treasure(**treasure.bury(*treasure.BELLA))
        self.people = callers.gather(self.alice.user, self.bella.user)

    def admit(self, wanted: Sequence[tuple[str, str]]) -> list[callers.Credential]:
        return callers.admit(self.people, wanted)

    def rows(self) -> rows.Rows:
        return rows.of_user(self.alice.user)

    def call(self, requests: Sequence[Request]) -> list[trial.Told]:
        return [self._call(request) for request in requests]

    def _call(self, request: Request) -> trial.Told:
        body, headers = request.encoded()
        kind = headers.pop("Content-Type", "application/octet-stream")
        response = Client(raise_request_exception=False).generic(
            request.method, request.path, body or b"", kind, headers=headers
        )
        told = b"".join(response) if response.streaming else response.content
        return trial.Told(response.status_code, str(response.headers), text_of(told))
