"""What a save gives, and the members of an archive."""

import io
import tarfile

from docker_lessons.engine.transfer.save import save


async def saved(store, *names, as_layout=False):
    chunks = [chunk async for chunk in save(store, list(names), as_layout=as_layout)]
    return b"".join(chunks)


def members(archive):
    """Every member of a tar: its kind, its time, and its bytes or where it leads."""
    found = {}
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isreg() else None
            content = member.linkname if file is None else file.read()
            found[member.name] = (member.type, int(member.mtime), content)
    return found
