"""LibreOffice, where it is installed: what it makes of a file of ours, without asking anybody."""

import shutil
import subprocess

import pytest

needs_libreoffice = pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice; .ci/run installs it")
#: The filter for the cells of a sheet as people see them.
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"
#: The one for the text of a document.
TEXT = "txt:Text (encoded):UTF8"


def converted(content, name, wanted, folder):
    """The text that LibreOffice reads in a file of that name. It repairs nothing without a window: it fails."""
    (folder / name).write_bytes(content)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", wanted]
    command += ["--outdir", str(folder / "converted"), str(folder / name)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    [made] = (folder / "converted").iterdir()
    return made.read_text("utf-8-sig")
