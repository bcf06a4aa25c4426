"""The cases A: who calls, what is whose, and what a browser may do."""

import base64
import hashlib
import hmac
import json
import re
import time

from bench.acceptance.crm import SESSIONS
from bench.acceptance.world import Actor, World, case, same
from tests.served.people import PASSWORD

ME = "/api/v1/auth/me"
LOGIN = "/api/v1/auth/login"
JSON = {"Content-Type": "application/json"}


def bearer(w: World, token: str) -> Actor:
    return Actor(w, {"Authorization": f"Bearer {token}"})


def sign_in(w: World, actor: Actor) -> Actor:
    """The same user by cookie."""
    answer = w.anonymous.post(LOGIN, {"username": actor.username, "password": PASSWORD})
    same(answer.status, 200)
    cookie = re.search(r"\bsession=\w+", answer.headers["Set-Cookie"])
    assert cookie
    return Actor(w, {"Cookie": cookie[0]}, actor.username)


def forged(key: bytes, claims: dict[str, object], algorithm: str = "HS256", **header: str) -> str:
    digest = {"HS256": hashlib.sha256, "HS512": hashlib.sha512}.get(algorithm)
    parts = [{"alg": algorithm, "typ": "JWT"} | header, claims]
    text = ".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts
    )
    signature = hmac.new(key, text.encode(), digest).digest() if digest else b""
    return f"{text}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


@case("M-53", "M-54")
def credentials(w: World) -> None:
    for headers in ({}, {"Cookie": "session=expired"}, {"Authorization": "Bearer x"}):
        answer = Actor(w, headers).get(SESSIONS)
        same((answer.status, answer.json["success"]), (401, False))
        assert "Bearer" in answer.headers["WWW-Authenticate"]
    cookie = sign_in(w, w.A)
    same(cookie.get(ME).data["username"], w.A.username)
    both = Actor(w, cookie.headers | w.B.headers)
    same(both.get(ME).status, 401)
    same(Actor(w, cookie.headers | w.A.headers).get(ME).status, 200)


@case("A-08", "A-31")
def caller_is_who_signed_in(w: World) -> None:
    for path in (f"{ME}?trainer_id={w.B.id}", f"{ME}?user={w.B.username}"):
        same(w.A.get(path, headers={"X-User-Id": str(w.B.id)}).data["username"], w.A.username)
    day = w.day()
    session = w.A.book(f"{day}T08:00:00", f"{day}T09:00:00")
    path = f"{SESSIONS}/{session['id']}"
    same(w.A.get(f"{path}?_method=DELETE", headers={"X-HTTP-Method-Override": "DELETE"}).status, 200)
    same(w.A.stored(session)["status"], "scheduled")


@case("A-10", "A-11", "A-13", "A-14")
def forged_tokens(w: World) -> None:
    now = int(time.time())
    me = w.A.get(ME).data["id"]
    claims: dict[str, object] = {
        "token_type": "access",
        "user_id": str(me),
        "jti": "x",
        "exp": now + 600,
        "iat": now,
        "iss": "mectofitness",
        "aud": "mectofitness",
    }
    keys = ["", "secret", "changeme", "django-insecure", "mectofitness", "password", "0" * 50, "a" * 64]
    tokens = [forged(key.encode(), claims) for key in keys]
    tokens += [forged(b"secret", claims, "HS512"), forged(b"", claims, "none"), forged(b"", claims, "RS256")]
    tokens += [forged(b"x", claims, kid=kid) for kid in ("../../dev/null", "' OR 1=1")]
    tokens += [forged(b"x", claims, jku="http://127.0.0.1:9/jwks")]
    tokens += [w.A.refresh, "", ".", "..", "a.b.c", "x" * 3000, "null", "\u00e9".encode().decode("latin-1")]
    for token in tokens:
        same((bearer(w, token).get(ME).status, token[:40]), (401, token[:40]))


@case("A-16", "A-17")
def revocation(w: World) -> None:
    for change in (
        "user.set_password('another one entirely'); user.save()",
        "user.is_active = False; user.save()",
        "user.trainer.clients.all().delete(); user.trainer.delete(); user.delete()",
    ):
        actor = w.hire()
        same(actor.get(ME).status, 200)
        w.server.run(
            f"from trainers.models import User\nuser = User.objects.get(username=given['name'])\n{change}",
            name=actor.username,
        )
        same(actor.get(ME).status, 401)
        same(w.anonymous.post("/api/v1/auth/token/refresh", {"refresh": actor.refresh}).status, 401)
    actor = w.hire()
    same(actor.post("/api/v1/auth/logout", {"refresh": actor.refresh}).status, 200)
    same(actor.get(ME).status, 401)
    same(w.anonymous.post("/api/v1/auth/token/refresh", {"refresh": actor.refresh}).status, 401)


@case("A-18")
def rotation(w: World) -> None:
    actor = w.hire()
    fresh = w.anonymous.post("/api/v1/auth/token/refresh", {"refresh": actor.refresh}).data
    same(bearer(w, fresh["access"]).get(ME).status, 200)
    same(w.anonymous.post("/api/v1/auth/token/refresh", {"refresh": actor.refresh}).status, 401)


@case("A-19", "A-20")
def cookies(w: World) -> None:
    answer = w.anonymous.post(LOGIN, {"username": w.A.username, "password": PASSWORD})
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]
    cookie = sign_in(w, w.A)
    same(cookie.post("/api/v1/auth/logout").status, 200)
    same(cookie.get(ME).status, 401)


@case("A-22")
def only_json(w: World) -> None:
    cookie, day = sign_in(w, w.A), w.day()
    body = json.dumps(w.A.sample(f"{day}T08:00:00", f"{day}T09:00:00")).encode()
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "x"):
        same((cookie.post(SESSIONS, raw=body, headers={"Content-Type": kind}).status, kind), (415, kind))
    same(cookie.post(SESSIONS, raw=body).status, 201)


@case("A-24")
def same_origin(w: World) -> None:
    cookie, day = sign_in(w, w.A), w.day()
    own = w.server.url
    for hour, (headers, status) in enumerate(
        [
            ({"Sec-Fetch-Site": "cross-site"}, 403),
            ({"Sec-Fetch-Site": "same-site"}, 403),
            ({"Origin": "null"}, 403),
            ({"Origin": "http://evil.example"}, 403),
            ({"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"}, 403),
            ({"Origin": own, "Sec-Fetch-Site": "same-origin"}, 201),
            ({"Sec-Fetch-Site": "none"}, 201),
            ({}, 201),
        ],
        8,
    ):
        body = w.A.sample(f"{day}T{hour:02}:00:00", f"{day}T{hour + 1:02}:00:00")
        same((cookie.post(SESSIONS, body, headers=headers).status, headers), (status, headers))
    same(cookie.get(SESSIONS, headers={"Sec-Fetch-Site": "cross-site"}).status, 200)


@case("A-25")
def unknown_user_or_wrong_password(w: World) -> None:
    wrong = w.anonymous.post(LOGIN, {"username": w.A.username, "password": "x"})
    unknown = w.anonymous.post(LOGIN, {"username": "nobody", "password": "x"})
    same((wrong.status, wrong.text), (unknown.status, unknown.text))
    same(wrong.status, 401)


@case("A-28", "A-29")
def hosts_and_origins(w: World) -> None:
    answer = w.A.get(SESSIONS, headers={"Host": "evil.example"})
    same(answer.status, 400)
    answer = w.A.get(SESSIONS, headers={"Origin": "http://evil.example"})
    same([name for name in answer.headers if name.lower().startswith("access-control")], [])


@case("A-35")
def reading_changes_nothing(w: World) -> None:
    actor, day = w.hire(), w.day()
    session = actor.book(f"{day}T08:00:00", f"{day}T09:00:00")
    paths = [
        SESSIONS,
        f"{SESSIONS}/{session['id']}",
        f"{SESSIONS}/stats",
        f"{SESSIONS}/availability",
        "/api/v1/clients",
        f"/api/v1/clients/{actor.client['id']}",
        ME,
    ]
    before = [actor.get(path).text for path in paths]
    same([actor.get(path).text for path in paths], before)


@case("C-20")
def same_email(w: World) -> None:
    body = {"first_name": "A", "last_name": "B", "email": "Some.One@Example.com"}
    same(w.A.post("/api/v1/clients", body).status, 201)
    answer = w.A.post("/api/v1/clients", body | {"email": "some.one@EXAMPLE.COM"})
    same((answer.status, list(answer.errors)), (400, ["email"]))
    same(w.B.post("/api/v1/clients", body).status, 201)
