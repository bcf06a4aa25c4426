"""What is sent: secrets and texts that nobody else has, through every door, also while all is broken."""

import json
import re
import secrets
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from bench.secrets.broken import BREAK, MEND, TAKE_AWAY
from tests.served.calling import Answer, Caller, Form, Request
from tests.served.people import PASSWORD, Person, Wanted, hire
from tests.served.server import Server

STAFF = """
from django.contrib.auth.tokens import default_token_generator
from django.utils.http import urlsafe_base64_encode

from clients.models import Client
from trainers.models import Trainer, User

User.objects.create_superuser(given["staff"], "", given["password"])
user = Trainer.objects.get(pk=given["trainer"]).user
result = {
    "client": str(Client.objects.get(pk=given["client"]).uuid),
    "email": user.email,
    "link": [urlsafe_base64_encode(str(user.pk).encode()), default_token_generator.make_token(user)],
}
"""


@dataclass
class Visit:
    """One trainer's; `secrets` is {what it is: the text that must not be in the log}."""

    server: Server
    caller: Caller
    secrets: dict[str, str] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)

    def new(self, what: str) -> str:
        """A text that nobody else has."""
        return self.secrets.setdefault(what, f"Canary{secrets.token_hex(8)}")

    def call(self, request: Request) -> Answer:
        answer = self.caller.call(request)
        self.answers.append(answer)
        return answer

    def pay(self) -> None:
        """Come in, look and write while all is well, then while writes fail, then without a table."""
        [trainer] = hire(self.server, Wanted())
        staff = self.new("name of staff")
        given = {"staff": staff, "trainer": trainer.id, "client": trainer.clients[0]}
        found = self.server.run(STAFF, password=PASSWORD, **given)
        self.secrets |= {"password": PASSWORD, "cookie": trainer.cookie, "reset link": found["link"][1]}
        self.secrets |= {"address of mail": found["email"]}
        tokens = self.sign_in(trainer)
        self.forget_password(found["email"], found["link"])
        office = self.enter_admin(staff)
        for code in ("", BREAK, TAKE_AWAY):
            if code:
                self.server.run(code)
            for request in [
                *self.api_requests(trainer, tokens, found["client"]),
                *self.page_requests(trainer, found["client"]),
                *self.admin_requests(trainer, office),
            ]:
                self.call(request)
        self.server.run(MEND)
        self.send_what_is_no_http()

    def sign_in(self, trainer: Person) -> dict[str, Any]:
        wrong = {"username": self.new("unknown name"), "password": self.new("wrong password")}
        right = {"username": trainer.username, "password": PASSWORD}
        for body in (wrong, right | {"password": wrong["password"]}, right):
            self.call(Request("POST", "/api/v1/auth/login", body))
            self.call(Form("POST", "/sign-in/", body))
            answer = self.call(Request("POST", "/api/v1/auth/token", body))
        tokens: dict[str, Any] = answer.body["data"]
        self.secrets |= {"access token": tokens["access"], "refresh token": tokens["refresh"]}
        self.call(Request("POST", "/api/v1/auth/token/refresh", {"refresh": self.new("wrong token")}))
        return tokens

    def forget_password(self, email: str, link: list[str]) -> None:
        self.call(Form("POST", "/password/reset/", {"email": email}))
        for uid, token in (link, [self.new("wrong uid"), self.new("wrong link")]):
            self.call(Request("GET", f"/password/reset/{uid}/{token}/"))
            self.call(Form("POST", f"/password/reset/{uid}/set-password/", {"new_password1": self.new("x")}))

    def enter_admin(self, staff: str) -> str:
        """The cookie of the staff."""
        path = f"/admin/login/?next=/{self.new('next')}"
        answer = self.call(Form("POST", path, {"username": staff, "password": PASSWORD}))
        found = re.search(r"\bsession=(\w+)", str(answer.headers.get_all("Set-Cookie")))
        assert found, answer
        self.secrets["cookie of staff"] = found[1]
        return found[1]

    def texts(self, *names: str) -> dict[str, str]:
        return {name: self.new(name) for name in names}

    def client(self) -> dict[str, str]:
        texts = ("first_name", "last_name", "notes", "medical_conditions", "fitness_goal")
        return self.texts(*texts) | {"email": f"{self.new('email')}{secrets.token_hex(4)}@example.com"}

    def api_requests(self, trainer: Person, tokens: dict[str, Any], client: str) -> Iterator[Request]:
        day = f"20{secrets.randbelow(50) + 30}-0{secrets.randbelow(8) + 1}-1{secrets.randbelow(9)}"
        bearer = {
            "Authorization": f"Bearer {tokens['access']}",
            "Idempotency-Key": self.new("Idempotency-Key") + secrets.token_hex(4),
            "User-Agent": self.new("User-Agent"),
            "X-Request-ID": f"{self.new('X-Request-ID')}!",
        }
        mine = {"client_id": trainer.clients[0]} | self.texts(
            "title", "description", "location", "notes", "trainer_notes"
        )
        times = {"scheduled_start": f"{day}T10:00:00", "scheduled_end": f"{day}T11:00:00"}
        bodies: list[tuple[str, dict[str, Any]]] = [
            ("/api/v1/clients", self.client()),
            ("/api/v1/sessions", mine | times),
            ("/api/v1/sessions", mine | {"scheduled_start": self.new("wrong time")}),
            ("/api/calendar/session", {"client_id": client, "session_type": self.new("session_type"),
                "start_time": f"{day}T20:00:00Z", "end_time": f"{day}T21:00:00Z"}),
            ("/api/timeline/timelines", self.texts("name", "description")),
            ("/api/timeline/sessions", {"timelineId": self.new("timelineId"), "type": self.new("type")}),
        ]  # fmt: skip
        for path, body in bodies:
            yield Request("POST", path, body, headers=bearer)
        own = f"/api/v1/clients/{trainer.clients[0]}"
        yield Request("PATCH", own, self.texts("notes", "medical_conditions"), headers=bearer)
        for path in ("/api/v1/clients", "/api/v1/sessions", own, f"/api/v1/{self.new('unknown path')}"):
            yield Request("GET", f"{path}?search={self.new('search')}&x=/{self.new('query')}", headers=bearer)
        yield Request("GET", "/api/v1/auth/me", headers={"Authorization": f"Bearer {self.new('bearer')}"})
        yield Request("GET", "/api/v1/auth/me", headers={"Cookie": f"session={self.new('other cookie')}"})

    def page_requests(self, trainer: Person, client: str) -> Iterator[Request]:
        search = quote(self.new("search of a page"))
        referer = {"Referer": f"http://127.0.0.1/{self.new('Referer')}"}
        for path in (
            "/",
            "/calendar/week/",
            "/clients/",
            "/timelines/",
            f"/clients/{client}/",
            f"/{search}/",
        ):
            yield Request("GET", f"{path}?search={search}", None, trainer.cookie, referer)
        units = {"height_unit": "cm", "weight_unit": "kg", "status": "active"}
        yield Form("POST", "/clients/new/", self.client() | units, trainer.cookie)
        session = self.texts("title", "notes", "trainer_notes") | {
            "client": client,
            "session_type": "personal",
        }
        times = {"scheduled_start": "2028-01-04T10:00:00", "scheduled_end": "2028-01-04T11:00:00"}
        yield Form("POST", "/sessions/new/", session | times, trainer.cookie)
        # A form without the token of its cookie, and from elsewhere.
        elsewhere = {"Origin": f"https://{self.new('Origin').lower()}.example"}
        yield Form("POST", f"/clients/{client}/edit/", self.client(), trainer.cookie, elsewhere)
        yield Request("GET", "/sign-in/", headers={"Host": f"{self.new('Host').lower()}.example"})

    def admin_requests(self, trainer: Person, cookie: str) -> Iterator[Request]:
        pages = ("", "clients/client/", "scheduling/session/", "trainers/trainer/", "axes/accessattempt/")
        for path in pages:
            yield Request("GET", f"/admin/{path}?q={self.new('search of the admin')}", None, cookie)
        units = {"height_unit": "cm", "weight_unit": "kg", "status": "active", "trainer": str(trainer.id)}
        yield Form("POST", "/admin/clients/client/add/", self.client() | units, cookie)
        yield Form("POST", "/admin/scheduling/session/add/", self.texts("title", "trainer_notes"), cookie)

    def send_what_is_no_http(self) -> None:
        """gunicorn refuses it by itself, and has nothing to number."""
        address = urlsplit(self.server.url)
        for text in (
            f"GET /{self.new('bad version')} HTTP/7.7\r\n\r\n",
            f"GET / HTTP/1.1\r\n{self.new('bad header')} : x\r\n\r\n",
            f"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self.new('bad cookie')}\x00\r\n\r\n",
            f"{self.new('no HTTP')}\r\n\r\n",
        ):
            with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
                connection.sendall(text.encode())
                connection.recv(4096)


def number_in(answer: Answer) -> bool:
    """Whether the body of a 5xx tells the number that its header tells."""
    number = answer.headers["X-Request-ID"]
    return bool(number) and number in json.dumps(answer.body)
