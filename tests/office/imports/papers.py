"""Small PDFs, written by hand so that no writer of PDFs is needed."""

from __future__ import annotations

import zlib


def pdf(*pages: str) -> bytes:
    """One page for each text."""
    return written([_packed(f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1")) for text in pages])


def bomb() -> bytes:
    """A page that is small on paper and a gigabyte when it is unpacked."""
    packer = zlib.compressobj(9)
    zeros = bytes(1024 * 1024)
    return written([b"".join([*(packer.compress(zeros) for _ in range(1024)), packer.flush()])])


def _packed(content: bytes) -> bytes:
    return zlib.compress(content)


def written(streams: list[bytes]) -> bytes:
    """A file around the packed contents of its pages."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(streams)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, stream in enumerate(streams):
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * n} 0 R "
        objects.append(f"{page}/Resources << /Font << /F1 3 0 R >> >> >>".encode())
        head = f"<< /Length {len(stream)} /Filter /FlateDecode >>\nstream\n".encode()
        objects.append(head + stream + b"\nendstream")
    out, places = bytearray(b"%PDF-1.4\n"), []
    for n, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
