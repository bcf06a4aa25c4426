"""How a body is taken in, and what is answered where it is too large or did not arrive."""

from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client

from mectofitness import bodies

MOST = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
CHUNKED = {"HTTP_TRANSFER_ENCODING": "chunked"}
PATHS = [
    ("/api/v1/sessions", "application/json"),
    ("/api/calendar/session", "application/json"),
    ("/api/timeline/sessions", "application/json"),
    ("/api/nothing", "application/json"),
    ("/sign-in/", "text/html; charset=utf-8"),
    ("/admin/login/", "text/html; charset=utf-8"),
    ("/nothing", "text/html; charset=utf-8"),
]


class Silent(BytesIO):
    """A caller who says nothing more."""

    def read(self, size: int | None = -1) -> bytes:
        raise TimeoutError


def taken_in(stream, **environ):
    """What Django will read, how long it is said to be, and what is the matter with it."""
    environ["wsgi.input"] = stream
    bodies.take_in(environ)
    return environ["wsgi.input"].read(), environ["CONTENT_LENGTH"], environ.get(bodies.WRONG)


def test_body_of_a_length():
    assert taken_in(BytesIO(b"abcdef"), CONTENT_LENGTH="4") == (b"abcd", "4", None)


def test_body_in_chunks():
    assert taken_in(BytesIO(b"abcdef"), **CHUNKED) == (b"abcdef", "6", None)


def test_body_in_chunks_without_end():
    body, length, wrong = taken_in(BytesIO(b"x" * (MOST + 1_000_000)), **CHUNKED)

    assert (len(body), length, wrong) == (MOST + 1, str(MOST + 1), None)


def test_body_that_breaks_off():
    assert taken_in(BytesIO(b"ab"), CONTENT_LENGTH="4") == (b"ab", "2", bodies.Wrong.BROKEN_OFF)


@pytest.mark.parametrize("framing", [{"CONTENT_LENGTH": "4"}, CHUNKED])
def test_body_that_does_not_arrive(framing):
    assert taken_in(Silent(), **framing) == (b"", "0", bodies.Wrong.LATE)


@pytest.mark.parametrize("length", [str(MOST + 1), "10000000000"])
def test_body_that_says_it_is_too_large_is_not_read(length):
    environ = {"wsgi.input": Silent(), "CONTENT_LENGTH": length}

    bodies.take_in(environ)

    assert environ["CONTENT_LENGTH"] == length


@pytest.mark.parametrize("framing", [{}, {"CONTENT_LENGTH": ""}])
def test_request_without_body_is_not_read(framing):
    environ = {"wsgi.input": Silent(), **framing}

    bodies.take_in(environ)

    assert bodies.WRONG not in environ


@pytest.mark.parametrize(("path", "kind"), PATHS)
def test_too_large_body(path, kind):
    response = Client().generic("POST", path, b"x" * (MOST + 1), content_type="text/plain")

    assert (response.status_code, response["Content-Type"]) == (413, kind)
    assert f"larger than {MOST} bytes" in response.content.decode()
    assert response["Content-Security-Policy"]


@pytest.mark.parametrize(("path", "kind"), PATHS)
@pytest.mark.parametrize(("wrong", "status"), [(bodies.Wrong.BROKEN_OFF, 400), (bodies.Wrong.LATE, 408)])
def test_body_that_is_not_whole(path, kind, wrong, status):
    response = Client().post(path, b"x", content_type="text/plain", **{bodies.WRONG: wrong})

    assert (response.status_code, response["Content-Type"]) == (status, kind)


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"]
)
def test_form_of_too_many_fields(content_type):
    form = {
        "application/x-www-form-urlencoded": "&".join(f"f{number}=1" for number in range(1001)),
        "multipart/form-data; boundary=b": "".join(
            f'--b\r\nContent-Disposition: form-data; name="f{number}"\r\n\r\n1\r\n' for number in range(1001)
        )
        + "--b--\r\n",
    }[content_type]

    response = Client().generic("POST", "/sign-in/", form, content_type=content_type)

    assert response.status_code == 400
    assert "too many fields" in response.content.decode()
