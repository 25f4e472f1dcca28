"""A web page as a browser prints it to PDF: Chromium without a window, told what to do through a pipe.

The command-line switch for printing puts the day of printing and the address of a file on every page; through the
DevTools protocol (Page.printToPDF) both can be said, so that a rebuilt file has the same bytes.
"""

import base64
import json
import os
import subprocess
import tempfile
from html import escape
from pathlib import Path
from typing import Any

from examples.word import same_bytes

EDGE = '<div style="font-size:8px;width:100%;margin:0 28px;display:flex;justify-content:space-between">{}</div>'
A4 = {"paperWidth": 8.27, "paperHeight": 11.69, "marginTop": 0.4, "marginBottom": 0.4}
SWITCHES = ("--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe")


class Browser:
    """A Chromium that answers one call after the other, null-terminated JSON on descriptors 3 and 4."""

    def __init__(self, profile: str) -> None:
        there, self._write = os.pipe()
        self._read, back = os.pipe()
        shell = f'exec chromium "$@" 3<&{there} 4>&{back}'
        command = ["bash", "-c", shell, "chromium", *SWITCHES, f"--user-data-dir={profile}"]
        nowhere = subprocess.DEVNULL
        self._process = subprocess.Popen(command, pass_fds=(there, back), stdout=nowhere, stderr=nowhere)
        os.close(there)
        os.close(back)
        self._held = b""
        self._calls = 0

    def call(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        self._calls += 1
        message: dict[str, Any] = {"id": self._calls, "method": method, "params": parameters}
        message |= {"sessionId": session} if session else {}
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            while b"\0" not in self._held:
                said = os.read(self._read, 1 << 20)
                if not said:
                    raise RuntimeError(f"Chromium ended before it answered {method}")
                self._held += said
            answer, _, self._held = self._held.partition(b"\0")
            told = json.loads(answer)
            if told.get("id") == self._calls:
                return dict(told["result"])

    def close(self) -> None:
        self.call("Browser.close")
        self._process.wait(30)
        os.close(self._write)
        os.close(self._read)


def write_printed(page: str, path: Path, printed: str, url: str) -> None:
    """`page` is HTML; `printed` and `url` stand on the edges of every page, beside its title and number."""
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser(folder)
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        frame = browser.call("Page.getFrameTree", session)["frameTree"]["frame"]["id"]
        browser.call("Page.setDocumentContent", session, frameId=frame, html=page)
        number = '<span><span class="pageNumber"></span>/<span class="totalPages"></span></span>'
        edges = {
            "headerTemplate": EDGE.format(f'<span>{printed}</span><span class="title"></span><span></span>'),
            "footerTemplate": EDGE.format(f"<span>{escape(url)}</span>{number}"),
        }
        made = browser.call(
            "Page.printToPDF", session, displayHeaderFooter=True, generateTaggedPDF=False, **edges, **A4
        )
        browser.close()
    path.write_bytes(same_bytes(base64.b64decode(made["data"])))
