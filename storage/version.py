"""The schema version that this program is written for. A test holds it to the newest file in `migrations/versions`."""

HEAD = 10


def revision(version: int) -> str:
    """Alembic's name of a schema version: ``"0001"``."""
    return f"{version:04d}"
