"""Static files as they are served in production: named by their content, compressed ahead of time."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

MODULES = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]
IMPORT = re.compile(r'^@import url\("(?P<name>[\w-]+\.css)"\);$', re.M)


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Also what our modules import from each other: by another name a module would run a second time.

    Only ours: Django's switch for all stumbles over comments in those of others. Our style sheets hold what
    they import: a page waits for each file of them before it shows anything.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", MODULES))

    def post_process(
        self, paths: dict[str, tuple[Storage, str]], *arguments: Any, **options: Any
    ) -> Iterator[Any]:
        whole = {
            name: (_Whole(storage), path) if PurePosixPath(name).match("css/*.css") else (storage, path)
            for name, (storage, path) in paths.items()
        }
        yield from super().post_process(whole, *arguments, **options)


class _Whole:
    """A storage whose style sheets hold what they import."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def open(self, path: str) -> ContentFile:
        with self.storage.open(path) as file:
            text = file.read().decode()
        return ContentFile(IMPORT.sub(lambda found: self._imported(path, found["name"]), text).encode())

    def _imported(self, path: str, name: str) -> str:
        content: bytes = self.open(str(PurePosixPath(path).with_name(name))).read()
        return content.decode()
