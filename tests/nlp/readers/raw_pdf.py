"""PDF files put together from objects written by hand."""

from collections.abc import Sequence


def assembled(objects: Sequence[bytes], lock: bytes = b"") -> bytes:
    """The file with its cross-reference table; object 1 is the catalogue, `lock` an /Encrypt entry of the trailer."""
    out, places = bytearray(b"%PDF-1.6\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /ID [<00> <00>] %s >>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(out + trailer % (len(objects) + 1, lock, start))
