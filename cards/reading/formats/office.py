"""Old Word files (.doc), WPS and rich-text files to .docx, through LibreOffice where that is installed.

It runs bounded in time, in a folder of its own that is gone afterwards, with a profile of its own, so that no window,
macro, extension or lock of the user's LibreOffice has a part in it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from cards.records import UserError

PROGRAMS = ("soffice", "libreoffice")
PATIENCE = 120  # seconds; a first start takes ten


def as_docx(data: bytes, ending: str, name: str, advice: str) -> bytes:
    """The .docx that LibreOffice makes of `data`, a file with this `ending`. Raises UserError, naming `name`: with
    `advice` where it is not installed, else where it makes nothing of the file.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise UserError(f"{name}: {advice}")
    with TemporaryDirectory(prefix="juyao-office-") as folder:
        return _converted(program, data, Path(folder), ending, name)


def _run(command: list[str]) -> None:
    """Run a program to its end. One that takes too long is killed with all that it started: `soffice` is a script."""
    nothing = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing,  # noqa: S603
                          start_new_session=True) as program:
        try:
            program.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            if hasattr(os, "killpg"):
                os.killpg(program.pid, signal.SIGKILL)
            program.kill()
            raise


def _converted(program: str, data: bytes, folder: Path, ending: str, name: str) -> bytes:
    source = folder / f"source{ending}"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, "--headless", "--norestore", "--nolockcheck", profile, "--convert-to", "docx",
               "--outdir", str(folder), str(source)]
    try:
        _run(command)
    except subprocess.TimeoutExpired:
        raise UserError(f"{name}: LibreOffice takes over {PATIENCE} seconds; save it as .docx in Word") from None
    except OSError as error:
        raise UserError(f"{name}: LibreOffice can't be started: {error.strerror or error}") from None
    made = folder / "source.docx"
    if not made.is_file():
        raise UserError(f"{name}: LibreOffice makes no .docx of it; open it in Word and save it as .docx")
    return made.read_bytes()
