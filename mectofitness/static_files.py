"""Static files as they are served in production: named by their content, compressed ahead of time."""

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

MODULES = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]
SHEET = re.compile(r'^@import url\("(?P<name>[\w-]+\.css)"\);$', re.M)
# Of JavaScript our modules use these forms only.
MODULE = re.compile(r'^import (?P<names>\{[^}]+\} from )?"\./(?P<name>[\w-]+)\.js";$', re.M)
EXPORT = re.compile(r"^export (?=const (?P<name>\w+) =)", re.M)

COMMENT, STYLE_COMMENT = re.compile(r"^\s*//.*\n", re.M), re.compile(r"/\*.*?\*/\n*", re.S)
# It means nothing, and is more than what is served may weigh: no text goes over several lines.
INDENT = re.compile(r"^\s+", re.M)

# One request instead of one for each module; every page has one of them.
BUNDLES = ("js/app.js", "js/calendar-page.js")


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Also what our modules import from each other: by another name a module would run a second time.

    Only ours: Django's switch for all stumbles over comments in those of others. Our style sheets and bundles
    hold what they import.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", MODULES))

    def post_process(
        self, paths: dict[str, tuple[Storage, str]], *arguments: Any, **options: Any
    ) -> Iterator[Any]:
        whole = {
            name: (Whole(storage, make), path) if (make := maker(name)) else (storage, path)
            for name, (storage, path) in paths.items()
        }
        yield from super().post_process(whole, *arguments, **options)


Read = Callable[[str], str]


def sheet(read: Read, name: str) -> str:
    """The style sheet with what it imports in the place of the import, without comments and indentation."""
    text = SHEET.sub(lambda found: sheet(read, found["name"]), read(name))
    return INDENT.sub("", STYLE_COMMENT.sub("", text))


def bundle(read: Read, name: str) -> str:
    """The module after those that it imports: each a function that runs once and returns what it exports.

    Without indentation, and comments that have lines of their own.
    """
    taken: dict[str, str] = {}

    def take(stem: str) -> None:
        text = read(f"{stem}.js")
        for found in MODULE.finditer(text):
            if found["name"] not in taken:
                take(found["name"])
        exported = ", ".join(found["name"] for found in EXPORT.finditer(text))
        body = INDENT.sub("", COMMENT.sub("", EXPORT.sub("", MODULE.sub(_imported, text))))
        taken[stem] = f"const {_variable(stem)} = (() => {{\n{body}return {{ {exported} }};\n}})();\n"

    take(name.removesuffix(".js"))
    return "".join(taken.values())


def _imported(found: re.Match[str]) -> str:
    names = (found["names"] or "").removesuffix("from ")
    return f"const {names}= {_variable(found['name'])};" if names else ""


def _variable(stem: str) -> str:
    return "$" + stem.replace("-", "_")


def maker(name: str) -> Callable[[Read, str], str] | None:
    """What a file of that name is made by, unless it stays as it is."""
    if name in BUNDLES:
        return bundle
    return sheet if PurePosixPath(name).match("css/*.css") else None


class Whole:
    """A storage whose files are made of several."""

    def __init__(self, storage: Storage, make: Callable[[Read, str], str]) -> None:
        self.storage, self.make = storage, make

    def open(self, path: str) -> ContentFile:
        folder, name = PurePosixPath(path).parent, PurePosixPath(path).name

        def read(name: str) -> str:
            with self.storage.open(str(folder / name)) as file:
                text: str = file.read().decode()
            return text

        return ContentFile(self.make(read, name).encode())
