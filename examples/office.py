"""Other formats from those of Word and Excel, by LibreOffice without a window."""

import subprocess
import tempfile
from pathlib import Path

FILTERS = {".doc": "doc:MS Word 97", ".wps": "doc:MS Word 97", ".xls": "xls:MS Excel 97", ".pdf": "pdf"}


def converted(made: Path, to: str) -> bytes:
    """The file as LibreOffice saves it with the suffix `to`. A .wps file is what WPS Writer saves: Word's, renamed."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", FILTERS[to], "--outdir", folder, str(made)]
        subprocess.run(command, check=True, capture_output=True)
        return (Path(folder) / made.stem).with_suffix("." + FILTERS[to][:3]).read_bytes()
