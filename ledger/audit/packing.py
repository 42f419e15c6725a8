"""A folder as one zip: the same folder gives the same bytes, on every machine.

Names are sorted, dates are those on which zip was born, rights are plain, and nothing
is compressed: what a compressor makes of a file depends on its version.
"""

import os
import shutil
import zipfile
from pathlib import Path
from typing import Final

_BORN: Final = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE: Final = 0o100644 << 16
_UNIX: Final = 3


def pack(folder: Path, target: Path) -> None:
    """Write all files of a folder into a new zip, which is fsynced."""
    with target.open("xb") as raw:
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as packed:
            files = (path for path in folder.rglob("*") if path.is_file())
            names = {path.relative_to(folder).as_posix(): path for path in files}
            for name, path in sorted(names.items()):
                member = zipfile.ZipInfo(name, _BORN)
                member.external_attr, member.create_system = _PLAIN_FILE, _UNIX
                member.file_size = path.stat().st_size
                with path.open("rb") as file, packed.open(member, "w") as inside:
                    shutil.copyfileobj(file, inside, 1 << 20)
        raw.flush()
        os.fsync(raw.fileno())
