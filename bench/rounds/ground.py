"""Where the rounds take place, and who is there."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from tests.served.calling import Crowd, Request
from tests.served.people import PASSWORD, Person
from tests.served.races import book
from tests.served.server import Server

FIRST = datetime(datetime.now(UTC).year + 1, 6, 8, 10)


@dataclass
class Ground:
    """Alice with many clients, and fifteen other trainers; every round has a day of its own."""

    server: Server
    crowd: Crowd
    people: list[Person]
    chance: random.Random
    days: "count[int]" = field(default_factory=count)

    @property
    def alice(self) -> Person:
        return self.people[0]

    def hour(self) -> datetime:
        return FIRST + timedelta(days=next(self.days))

    def booked(self, start: datetime) -> int:
        """The id of a session of Alice's that nobody disputes."""
        return self.crowd.call(book(self.alice, start)).id

    def session(self, pk: int) -> Any:
        request = Request("GET", f"/api/v1/sessions/{pk}", cookie=self.alice.cookie)
        return self.crowd.call(request).body["data"]

    def token(self, person: Person) -> dict[str, str]:
        credentials = {"username": person.username, "password": PASSWORD}
        pair = self.crowd.call(Request("POST", "/api/v1/auth/token", credentials)).body["data"]
        return {"Authorization": f"Bearer {pair['access']}"}

    def timeline(self, headers: dict[str, str]) -> str:
        """The uuid of a new one."""
        request = Request("POST", "/api/timeline/timelines", {"name": "Weekly"}, headers=headers)
        uuid: str = self.crowd.call(request).body["data"]["id"]
        return uuid
