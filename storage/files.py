"""The database file itself: who may open it, where it may lie, and whether it is ours."""

from __future__ import annotations

import errno
import fcntl
import os
import sqlite3
from pathlib import Path

from storage.errors import Locked, Refuse

APPLICATION_ID = 0x4D4E5452   # "MNTR", in the file's header: this file is ours
# Locks and shared memory do not hold across machines, and SQLite's WAL needs both (sqlite.org/wal.html).
NETWORK = frozenset({
    "nfs", "nfs3", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "lustre", "beegfs",
    "davfs", "fuse.sshfs", "fuse.s3fs", "fuse.rclone", "fuse.gcsfuse", "fuse.glusterfs", "fuse.ceph", "fuse.davfs2",
    "fuse.curlftpfs",
})


class Lock:
    """One process on one SQLite file. The kernel lets go of it when the process dies, however it dies."""

    def __init__(self, database: Path):
        """Take the lock beside ``database``; Locked, with a sentence naming file and process, when somebody has it."""
        path = database.with_name(database.name + ".lock")
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            owner = os.read(self._fd, 20).decode(errors="replace").strip() or "unknown"
            os.close(self._fd)
            if error.errno not in (errno.EAGAIN, errno.EACCES):
                raise Refuse(f"The lock file {path} cannot be locked ({error.strerror}). "
                             "Put the database on a local disk.") from None
            raise Locked(f"Another Mentor (process {owner}) is using {database}. "
                         "Stop that one first, or give this one its own DATABASE_URL.") from None
        os.ftruncate(self._fd, 0)
        os.pwrite(self._fd, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let go; twice is once. The file stays: removing it would let two processes lock two different files of one name."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)


def network_file_system(path: Path, mounts: str) -> str | None:
    """The type of the network file system that ``path`` lies on, or None. ``mounts`` is the text of /proc/mounts."""
    where, best, kind = str(path.resolve()), -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].encode().decode("unicode_escape").rstrip("/")   # a blank in a name stands there as \040
        if (where == point or where.startswith(point + "/")) and len(point) >= best:
            best, kind = len(point), fields[2]
    return kind if kind in NETWORK else None


def prepare(path: Path) -> None:
    """See that the file exists, on a local disk, for its owner's eyes only. Refuse says what is in the way."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        refuse_network(path)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError as error:
        raise Refuse(f"{path} cannot be opened for writing ({error.strerror}). "
                     "Check that the folder exists and that this user may write in it.") from None


def refuse_network(path: Path) -> None:
    """Refuse when ``path`` is on a network file system."""
    kind = network_file_system(path.parent, _mounts())
    if kind:
        raise Refuse(f"{path} is on a network file system ({kind}), where SQLite loses data. "
                     "Put it on a local disk, or use PostgreSQL through DATABASE_URL.")


def _mounts() -> str:
    try:
        return Path("/proc/mounts").read_text()
    except OSError:   # not Linux: there is nothing to look at
        return ""


def version_of(raw: sqlite3.Connection, path: Path) -> int:
    """The schema version in the file's header, 0 when it is empty. Refuse: damaged, or another program's."""
    try:
        application = raw.execute("PRAGMA application_id").fetchone()[0]
        version = raw.execute("PRAGMA user_version").fetchone()[0]
        tables = raw.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise damaged(path, error) from None
    if application not in (0, APPLICATION_ID) or (application == 0 and version and tables):
        raise Refuse(f"{path} belongs to another program. Give Mentor a file of its own through DATABASE_URL.")
    return version


def damaged(path: Path, error: Exception) -> Refuse:
    """What to say when SQLite does not recognise the file. Nothing is ever repaired without being asked."""
    return Refuse(f"{path} is damaged or not a database ({getattr(error, 'orig', error)}). Restore the newest file "
                  f"from {path.parent / 'backups'}, or move this one away to begin anew.")


def refuse_newer(version: int, head: int, where: str) -> None:
    """Refuse when the database is of a later release than this program."""
    if version > head:
        raise Refuse(f"{where} was written by a newer Mentor (schema {version}, this one knows {head}). "
                     "Install that version again, or restore the backup that was made before the upgrade.")
