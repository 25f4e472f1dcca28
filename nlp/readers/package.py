"""The zip package of an office document: bounded, its XML parsed without entities or network."""

import io
import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from nlp.errors import BrokenFile, EncryptedFile, TooLarge
from nlp.readers.options import Options

Element = Any  # lxml ships no types for its elements

# What zipfile raises, besides KeyError, where the bytes of an archive lie about where things are.
DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, ValueError, OSError, RuntimeError
)  # fmt: skip


class Package:
    """Parts of an Open Packaging document (ECMA-376 part 2) by their names."""

    def __init__(self, data: bytes, name: str, options: Options) -> None:
        """BrokenFile where it is no zip archive, TooLarge where it would unfold beyond the options."""
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGE as error:
            raise BrokenFile(
                f"“{name}”已损坏：压缩包不完整（{error}）；请从原处重新下载，或用 Word、WPS 修复后另存"
            ) from error
        infos = self._zip.infolist()
        self._names = {info.filename for info in infos}
        if sum(info.file_size for info in infos) > options.max_unpacked:
            raise TooLarge(f"“{name}”解压后超过上限 {options.max_unpacked} 字节；请拆分文件后再添加")
        if any(info.flag_bits & 1 for info in infos):
            raise EncryptedFile(f"“{name}”设有密码；请取消密码后另存，再添加")

    def names(self) -> list[str]:
        """The names of all parts."""
        return self._zip.namelist()

    def read(self, part: str) -> bytes:
        """The bytes of a part. BrokenFile where it is missing or damaged."""
        try:
            return self._zip.read(part)
        except (KeyError, *DAMAGE) as error:
            raise BrokenFile(f"“{self.name}”的部件 {part} 缺失或已损坏；请从原处重新下载") from error

    def xml(self, part: str) -> Element:
        """The root element of a part."""
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
        try:
            root = etree.fromstring(self._zip.read(part), parser)
        except KeyError as error:
            raise self._missing(part) from error
        except (etree.XMLSyntaxError, *DAMAGE) as error:
            raise self._damaged(part, error) from error
        self._refuse_dtd(root, part)
        return root

    def stream(self, part: str, *names: str) -> Iterator[Element]:
        """The elements of these local names in the order they end, each emptied after it was looked at.

        For parts too large to hold: what lies beside the element is let go with it.
        """
        from lxml import etree

        tags = [f"{{*}}{name}" for name in names]
        limits = {"resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False}
        try:
            with self._zip.open(part) as file:
                for _, element in etree.iterparse(file, tag=tags, **limits):
                    self._refuse_dtd(element, part)
                    yield element
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
        except KeyError as error:
            raise self._missing(part) from error
        except (etree.XMLSyntaxError, *DAMAGE) as error:
            raise self._damaged(part, error) from error

    def _refuse_dtd(self, element: Element, part: str) -> None:
        if element.getroottree().docinfo.internalDTD is not None:
            raise BrokenFile(
                f"“{self.name}”的部件 {part} 含有 DTD，不是正常的 Office 文件；请用 Office 或 WPS 另存后再添加"
            )

    def _missing(self, part: str) -> BrokenFile:
        return BrokenFile(f"“{self.name}”缺少部件 {part}；请用 Office 或 WPS 打开后另存")

    def _damaged(self, part: str, error: Exception) -> BrokenFile:
        return BrokenFile(f"“{self.name}”的部件 {part} 已损坏（{error}）；请用 Office 或 WPS 修复后另存")

    def main_part(self, usual: str = "word/document.xml") -> str:
        """The name of the part that the package is about; the usual one where it does not say."""
        found = self._targets("", "officeDocument")
        return found[0] if found else usual

    def related(self, part: str, kind: str) -> list[str]:
        """The names of the parts that `part` refers to by a relationship of this kind."""
        return self._targets(part, kind)

    def related_xml(self, part: str, kind: str) -> Element | None:
        """The root of the first part of this kind; None where there is none."""
        found = self._targets(part, kind)
        return self.xml(found[0]) if found else None

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What `part` refers to inside the package: (kind, name of a part) by the relationship's id."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self._names:
            return {}
        found = {}
        for number, relation in enumerate(self.xml(relations)):
            attributes = dict(relation.attrib)
            if attributes.get("TargetMode") == "External":
                continue
            kind, target = str(attributes.get("Type", "")).rpartition("/")[2], str(attributes.get("Target", ""))
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found[str(attributes.get("Id", number))] = kind, posixpath.normpath(path)
        return {key: (kind, path) for key, (kind, path) in found.items() if path in self._names}

    def _targets(self, part: str, kind: str) -> list[str]:
        return [path for held, path in self.relations(part).values() if held == kind]
