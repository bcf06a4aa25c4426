"""Alice's credentials, and what is answered with and without them."""

from mectofitness.api.crm.tests.conftest import Caller
from trainers.tests.factories import PASSWORD

ALICE = {"username": "alice", "password": PASSWORD}


def unauthorized(response):
    """A 401 in the envelope that challenges; returns what it says."""
    answer = response.json()
    assert (response.status_code, answer["success"], list(answer)) == (401, False, ["success", "error"])
    assert response["WWW-Authenticate"].startswith("Bearer")
    return answer["error"]


def with_token(access):
    caller = Caller()
    caller.credentials(HTTP_AUTHORIZATION=f"Bearer {access}")
    return caller


def with_cookie(key):
    caller = Caller()
    caller.cookies["session"] = key
    return caller


def me(alice):
    return {
        "id": alice.user_id,
        "username": "alice",
        "email": "alice@example.com",
        "is_staff": False,
        "trainer": {
            "id": alice.pk,
            "uuid": str(alice.uuid),
            "full_name": "Alice Archer",
            "timezone": "Europe/Berlin",
            "parallel_sessions": 1,
            "usual_session_minutes": 60,
        },
    }
