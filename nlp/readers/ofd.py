"""OFD files (GB/T 33190-2016): the pages straight from the package's XML, the blocks by `nlp.readers.paged`."""

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nlp.errors import BrokenFile, EncryptedFile, TooLarge
from nlp.readers import ofdpage, paged
from nlp.readers.building import TextBuilder
from nlp.readers.ofdpage import PAGE, POINTS, Element, Marks, Picture, child, children, local
from nlp.readers.options import Options
from nlp.readers.package import Package
from nlp.readers.page import Char, PageContent
from nlp.readers.scan import Scans
from nlp.types import Document, Note

if TYPE_CHECKING:
    from nlp.readers.ocrpage import PageImage

_A4 = (210.0, 297.0)  # millimetres, where no page area is given
_EDGE = 0.12  # of the page's height: where a template has headers and footers
_COVERS = 0.5  # of a page's area: a picture this large is what the page is
_DOC_INFO = (("Title", "title"), ("CreationDate", "date"), ("Author", "author"))
_WAY_OUT = "请从原处重新下载，或用 OFD 阅读器打开后另存"


def read_ofd(data: bytes, name: str, options: Options) -> Document:
    """An OFD file. BrokenFile, EncryptedFile or TooLarge where it cannot be read.

    Several documents in one file are read one after the other, with a note "several-documents"; a page that is
    damaged leaves a note "broken-page"; for further notes see `paged.write` and `scan.Scans.noted`.
    """
    package = _Ofd(Package(data, name, options), name)
    bodies = package.bodies()
    pages = [page for body in bodies for page in body.pages]
    if not pages:
        raise BrokenFile(f"“{name}”里没有一页；{_WAY_OUT}")
    if len(pages) > options.max_pages:
        raise TooLarge(f"“{name}”有 {len(pages)} 页，超过上限 {options.max_pages} 页；请拆分后再添加")
    builder = TextBuilder(name, options)
    reading = _Reading(package, pages, options)
    scans = Scans(options, reading.picture)
    count = paged.write(builder, scans.filled(reading.contents()))
    if len(reading.broken) == count:
        raise BrokenFile(f"“{name}”的 {count} 页都已损坏；{_WAY_OUT}")
    broken = {note.page for note in reading.broken}
    kept = [note for note in builder.notes if not (note.code == "no-text-on-page" and note.page in broken)]
    builder.notes[:] = [*reading.broken, *scans.noted(kept)]
    if len(bodies) > 1:
        builder.notes.append(Note("several-documents", None, f"文件内有 {len(bodies)} 份文档，已按顺序一并读取"))
    return builder.document(data, "ofd", count, bodies[0].info)


@dataclass(frozen=True, slots=True)
class _Page:
    """Where a page's content stands, and what it takes from its document."""

    part: str
    body: "_Body"
    annotations: tuple[str, ...]


@dataclass(slots=True)
class _Body:
    """One document of the package: its usual page size, templates and resources by ID, its pages."""

    info: tuple[tuple[str, str], ...]
    area: tuple[float, float]
    templates: dict[str, str] = field(default_factory=dict)
    units: dict[str, Element] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)
    pages: list[_Page] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Ofd:
    """The package and the names in it."""

    package: Package
    name: str

    def bodies(self) -> list[_Body]:
        """The documents. EncryptedFile where the file is under a key (GM/T 0099-2020), BrokenFile without any."""
        if "Encryptions.xml" in self.package.names():
            raise EncryptedFile(f"“{self.name}”已加密；请用 OFD 阅读器解密后另存，再添加")
        root = self.xml("OFD.xml")
        return [self._body(body) for body in children(root, "DocBody")]

    def xml(self, part: str) -> Element:
        """The root of a part. BrokenFile where it is missing or damaged."""
        try:
            return self.package.xml(part)
        except BrokenFile as error:
            raise BrokenFile(f"“{self.name}”的部件 {part} 缺失或已损坏；{_WAY_OUT}") from error

    def path(self, base: str, written: str) -> str:
        """The part that `written` means inside the part `base`: relative to its folder, or to the root."""
        written = written.strip().replace("\\", "/")
        near = posixpath.normpath(posixpath.join(posixpath.dirname(base), written.lstrip("/")))
        far = posixpath.normpath(written.lstrip("/"))
        first, second = (far, near) if written.startswith("/") else (near, far)
        return second if first not in self.package.names() and second in self.package.names() else first

    def _body(self, entry: Element) -> _Body:
        info, where = child(entry, "DocInfo"), child(entry, "DocRoot")
        if where is None or not (where.text or "").strip():
            raise BrokenFile(f"“{self.name}”的 OFD.xml 没有指明文档；{_WAY_OUT}")
        part = self.path("OFD.xml", where.text)
        root = self.xml(part)
        common = child(root, "CommonData")
        body = _Body(_info(info), _A4 if common is None else _area(common, _A4))
        for item in () if common is None else common:
            if local(item) == "TemplatePage":
                body.templates[item.get("ID", "")] = self.path(part, item.get("BaseLoc", ""))
            elif local(item) in ("PublicRes", "DocumentRes"):
                self._resources(self.path(part, item.text or ""), body)
        notes = self._annotations(root, part)
        pages = child(root, "Pages")
        for page in [] if pages is None else children(pages, "Page"):
            content = self.path(part, page.get("BaseLoc", ""))
            body.pages.append(_Page(content, body, tuple(notes.get(page.get("ID", ""), ()))))
        return body

    def _resources(self, part: str, body: _Body) -> None:
        """Composite units and media of a resource file; one that is missing takes only pictures away."""
        try:
            root = self.xml(part)
        except BrokenFile:
            return
        folder = posixpath.join(root.get("BaseLoc", ""), "")
        for group in root:
            for item in group:
                if local(item) == "CompositeGraphicUnit":
                    body.units[item.get("ID", "")] = item
                elif local(item) == "MultiMedia" and (file := child(item, "MediaFile")) is not None:
                    body.media[item.get("ID", "")] = self.path(part, folder + (file.text or "").strip())

    def _annotations(self, root: Element, part: str) -> dict[str, list[str]]:
        """The annotation files by the ID of their page."""
        listed = child(root, "Annotations")
        if listed is None or not (listed.text or "").strip():
            return {}
        index = self.path(part, listed.text)
        try:
            entries = children(self.xml(index), "Page")
        except BrokenFile:
            return {}
        found: dict[str, list[str]] = {}
        for entry in entries:
            for where in children(entry, "FileLoc"):
                found.setdefault(entry.get("PageID", ""), []).append(self.path(index, where.text or ""))
        return found


def _info(info: Element | None) -> tuple[tuple[str, str], ...]:
    """Title, date and author where the file states them."""
    held = {} if info is None else {local(item): (item.text or "").strip() for item in info}
    return tuple((key, held[name]) for name, key in _DOC_INFO if held.get(name))


def _area(holder: Element, usual: tuple[float, float]) -> tuple[float, float]:
    """Width and height of the page (millimetres) as a PageArea or Area states them."""
    for area in (*children(holder, "PageArea"), *children(holder, "Area")):
        for kind in ("PhysicalBox", "ApplicationBox"):
            found = child(area, kind)
            held = None if found is None else ofdpage.box(found.text)
            if held is not None and held[2] > 0 and held[3] > 0:
                return held[2], held[3]
    return usual


# --- pages ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Reading:
    """One pass over the pages; the pictures of the page read last are kept for OCR."""

    ofd: _Ofd
    pages: Sequence[_Page]
    options: Options
    broken: list[Note] = field(default_factory=list)
    templates: dict[str, Element] = field(default_factory=dict)
    area: tuple[float, float] = _A4  # of the page read last, in points
    pictures: list[Picture] = field(default_factory=list)

    def contents(self) -> Iterator[PageContent]:
        """The pages in order, damaged ones empty."""
        for number, page in enumerate(self.pages, 1):
            self.pictures = []
            try:
                yield self._content(page)
            except BrokenFile:
                self.broken.append(Note("broken-page", number, f"第 {number} 页缺失或已损坏，未能读取"))
                yield PageContent(_A4[0] * POINTS, _A4[1] * POINTS, (), ())
            self.options.on_page(number, len(self.pages))

    def _content(self, page: _Page) -> PageContent:
        root = self.ofd.xml(page.part)
        wide, high = (length * POINTS for length in _area(root, page.body.area))
        marks = Marks(self.ofd.name, page.body.units)
        below, above = self._shown_templates(root, page.body)
        for template in below:
            self._from_template(template, marks, high)
        for content in children(root, "Content"):
            ofdpage.walk(content, marks)
        for template in above:
            self._from_template(template, marks, high)
        for part in page.annotations:
            self._annotated(part, marks)
        self.area, self.pictures = (wide, high), marks.pictures
        return PageContent(wide, high, tuple(marks.chars), tuple(marks.rules))

    def _shown_templates(self, root: Element, body: _Body) -> tuple[list[Element], list[Element]]:
        """The templates of a page: those below its content, those above. A missing one has only headers to lose."""
        below: list[Element] = []
        above: list[Element] = []
        for shown in children(root, "Template"):
            part = body.templates.get(shown.get("TemplateID", ""))
            if part is not None and part not in self.templates:
                self.templates[part] = self.ofd.xml(part)
            if part is not None:
                (above if shown.get("ZOrder") == "Foreground" else below).append(self.templates[part])
        return below, above

    def _from_template(self, template: Element, marks: Marks, height: float) -> None:
        """A template's words at the page's edge are headers and footers, elsewhere a form's labels: text."""
        before = len(marks.chars)
        for content in children(template, "Content"):
            ofdpage.walk(content, marks)
        added = marks.chars[before:]
        inside = [char for char in added if _EDGE * height < char.middle < (1 - _EDGE) * height]
        outside = [char for char in added if not _EDGE * height < char.middle < (1 - _EDGE) * height]
        marks.chars[before:] = [*inside, *_aside(outside)]

    def _annotated(self, part: str, marks: Marks) -> None:
        """The words of annotations and stamps, which lie on the page and are no part of its text."""
        try:
            root = self.ofd.xml(part)
        except BrokenFile:
            return
        before = len(marks.chars)
        for note in children(root, "Annot"):
            shown = child(note, "Appearance")
            if shown is not None and note.get("Visible") != "false":
                x, y, *_ = ofdpage.box(shown.get("Boundary")) or (0.0, 0.0)
                ofdpage.walk(shown, marks, (*PAGE[:4], x * POINTS, y * POINTS))
        marks.chars[before:] = _aside(marks.chars[before:])

    def picture(self, number: int, has_words: bool) -> "PageImage | None":
        """See `scan.Picture`: the largest image of the page read last, on white paper of the page's size."""
        from nlp.readers import images

        held = sorted(self.pictures, key=lambda p: _area_of(p, self.area), reverse=True)[:1]
        for found in held:
            part = self.pages[number - 1].body.media.get(found.resource)
            large = _area_of(found, self.area) >= _COVERS
            if part is not None and part in self.ofd.package.names() and (large or not has_words):
                return images.on_paper(self.ofd.package.read(part), found.box, self.area)
        return None


def _aside(chars: Sequence[Char]) -> list[Char]:
    """As words that do not stand in the text (`paged` makes furniture of them), a space between their lines."""
    found: list[Char] = []
    for char in chars:
        if found and abs(char.middle - found[-1].middle) > 0.5 * char.size:
            found.append(Char(" ", char.left, char.top, char.right, char.bottom, False, char.order))
        found.append(Char(char.text, char.left, char.top, char.right, char.bottom, False, char.order))
    return found


def _area_of(picture: Picture, area: tuple[float, float]) -> float:
    """The share of the page that an image covers."""
    box = picture.box
    across = min(box.right, area[0]) - max(box.left, 0.0)
    down = min(box.bottom, area[1]) - max(box.top, 0.0)
    return max(0.0, across) * max(0.0, down) / max(1.0, area[0] * area[1])
