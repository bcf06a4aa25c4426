"""How static files are stored in production: hashed, compressed ahead of time, and cached for ever."""

from typing import ClassVar

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class Storage(CompressedManifestStaticFilesStorage):
    """A module that imports another names its hash, so that an upgrade reaches browsers as a whole."""

    support_js_module_import_aggregation: ClassVar[bool] = True
