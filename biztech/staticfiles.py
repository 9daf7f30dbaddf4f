"""Static files as production serves them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORTS = (
    (
        r"""(?P<matched>\bfrom "(?P<url>\.{1,2}/[^"]+\.js)";)""",
        """from "%(url)s";""",
    ),
)


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Names every file by its content, in our scripts' imports of each other too.

    A browser may keep each of them forever, and never runs the modules of two versions
    together.
    """

    # Others' bundles only look as if they imported something.
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("dashboard/*.js", _IMPORTS),
        ("wall/*.js", _IMPORTS),
    )
    # At least as many as modules import each other in a row.
    max_post_process_passes = 12
