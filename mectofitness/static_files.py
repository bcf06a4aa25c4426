"""Static files as they are served in production: named by their content, compressed ahead of time."""

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

MODULES = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Also what our modules import from each other: by another name a module would run a second time.

    Only ours: Django's switch for all of them stumbles over comments in those of others.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", MODULES))
