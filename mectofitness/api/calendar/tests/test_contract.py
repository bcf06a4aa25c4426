"""Contract 000 as it is printed: every JSON text below stands in it to the letter."""

import json
from datetime import datetime

import pytest

from clients.models import Client
from clients.tests.factories import ClientFactory
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory

CREATE = json.loads("""
{
    "client_id": "7ed42ee7-aa61-4623-9898-5781762dde30",
    "client_name": "Emma Wilson",
    "client_email": "emma.wilson@gmail.com",
    "session_type": "Rehab",
	"start_time": "2025-10-06T00:00:00.000Z",
	"end_time": "2025-10-12T11:59:59.000Z",
    "description": ""
}
""")
SESSION = """
{
    "id": "deb24993-ae89-4de7-be87-1f5af6e2a959",
    "client_id": "7ed42ee7-aa61-4623-9898-5781762dde30",
    "client_name": "Emma Wilson",
    "client_email": "emma.wilson@gmail.com",
    "session_type": "Rehab",
	"start_time": "2025-10-06T00:00:00.000Z",
	"end_time": "2025-10-12T11:59:59.000Z",
    "description": ""
}
"""


@pytest.fixture
def wilson(alice) -> Client:
    return ClientFactory(
        trainer=alice,
        uuid="7ed42ee7-aa61-4623-9898-5781762dde30",
        email="emma.wilson@gmail.com",
    )


def test_sessions_in_range(as_alice, alice, wilson):
    alice.parallel_sessions = 3
    alice.save()
    mike = ClientFactory(
        trainer=alice,
        uuid="a4e83e7b-d882-41ce-b660-a17d54019e9f",
        first_name="Mike",
        last_name="Johnson",
    )
    sara = ClientFactory(
        trainer=alice, uuid="fe7b5608-fff4-41c7-b2b4-54c1472d285c", first_name="Sara", last_name="Lee"
    )
    for uuid, client, title in (
        ("19eaf905-56cf-4f68-94d2-d397311cdd2c", wilson, "Personal Training"),
        ("7c35ad0a-f458-4960-ae65-af415a5ab64a", mike, "Mobility Work"),
        ("f07998c0-e5e5-414b-b7d6-741bb32134c1", sara, "Rehab Session"),
    ):
        SessionFactory(
            uuid=uuid,
            client=client,
            title=title,
            scheduled_start=datetime.fromisoformat("2025-10-06T16:30:00Z"),
            scheduled_end=datetime.fromisoformat("2025-10-06T17:30:00Z"),
        )

    response = as_alice.post(
        f"sessions/trainer/{alice.uuid}",
        json.loads("""
{
	"start_range": "2025-10-06T00:00:00.000Z",
	"end_range": "2025-10-12T11:59:59.000Z"
}
"""),
    )

    assert response.status_code == 200
    assert response.json() == json.loads("""
[
    {
        "id": "19eaf905-56cf-4f68-94d2-d397311cdd2c",
        "client_id": "7ed42ee7-aa61-4623-9898-5781762dde30",
        "client_name": "Emma Wilson",
        "session_type": "Personal Training",
        "start_date": "2025-10-06T16:30:00.000Z",
        "end_date": "2025-10-06T17:30:00.000Z",
        "description": ""
    },
    {
        "id": "7c35ad0a-f458-4960-ae65-af415a5ab64a",
        "client_id": "a4e83e7b-d882-41ce-b660-a17d54019e9f",
        "client_name": "Mike Johnson",
        "session_type": "Mobility Work",
        "start_date": "2025-10-06T16:30:00.000Z",
        "end_date": "2025-10-06T17:30:00.000Z",
        "description": ""
    },
    {
        "id": "f07998c0-e5e5-414b-b7d6-741bb32134c1",
        "client_id": "fe7b5608-fff4-41c7-b2b4-54c1472d285c",
        "client_name": "Sara Lee",
        "session_type": "Rehab Session",
        "start_date": "2025-10-06T16:30:00.000Z",
        "end_date": "2025-10-06T17:30:00.000Z",
        "description": ""
    }
]
""")


def test_create_session(as_alice, wilson):
    response = as_alice.post("session", CREATE)

    expected = json.loads(SESSION) | {"id": str(Session.objects.get().uuid)}
    assert response.status_code == 201
    assert response.json() == expected
    assert list(response.json()) == list(expected)


def test_update_session(as_alice, wilson):
    SessionFactory(uuid="deb24993-ae89-4de7-be87-1f5af6e2a959", client=wilson)

    response = as_alice.patch(
        "session/deb24993-ae89-4de7-be87-1f5af6e2a959",
        json.loads("""
{
    "session_type": "Rehab",
	"start_time": "2025-10-06T00:00:00.000Z",
	"end_time": "2025-10-12T11:59:59.000Z",
    "description": ""
}
"""),
    )

    assert response.status_code == 200
    assert response.json() == json.loads(SESSION)


def test_delete_session(as_alice, wilson):
    session = SessionFactory(client=wilson)

    response = as_alice.delete(f"session/{session.uuid}")

    assert response.status_code == 200
    assert response.json() == json.loads("""
{
    "message": "session has been cancelled"
}
""")
