import re
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'@import\s+"([\w.-]+)"[^;]*;\n?')


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed, compressed files; `css/site.css` is sent as one file although it is written as many."""

    bundled = "css/site.css"
    support_js_module_import_aggregation = True  # modules import one another by their hashed names

    def url(self, name: str, force: bool = False) -> str:
        """Hashed in debug mode too: what one sees while working is what readers get."""
        return super().url(name, force=True)

    def post_process(self, paths, dry_run=False, **options):
        if self.bundled in paths and not dry_run:
            storage, path = paths[self.bundled]
            bundle = IMPORT.sub(lambda found: self._read(storage, f"css/{found[1]}"), self._read(storage, path))
            Path(self.path(self.bundled)).write_text(bundle, encoding="utf-8")
            paths[self.bundled] = (self, self.bundled)
        yield from super().post_process(paths, dry_run, **options)

    @staticmethod
    def _read(storage, path: str) -> str:
        with storage.open(path) as file:
            return file.read().decode()
