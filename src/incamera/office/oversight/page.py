"""The reply as a page: the same words as the letter, for people who do not read a PDF well, with links to the files."""

from __future__ import annotations

from datetime import date
from html import escape

from incamera.office.oversight.outgoing import Outgoing

STYLE = (
    "body{font:1.1rem/1.5 sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}"
    "h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.15rem;margin-top:2rem}blockquote{margin:0;padding-left:1rem;"
    "border-left:3px solid #888}p,li,blockquote{white-space:pre-wrap;overflow-wrap:anywhere}"
)


def written(day: date) -> str:
    """1 June 2027."""
    return f"{day.day} {day:%B %Y}"


def about(out: Outgoing) -> list[tuple[str, str]]:
    """The lines above the answers: what they are called, and what they say."""
    lines = [
        ("To", out.asker),
        ("From", ", ".join(out.owners)),
        ("Your letter", f"of {written(out.made.received)}"),
        ("Your reference", out.made.reference),
        ("Dated", written(out.dated)),
    ]
    return [(name, text) for name, text in lines if text]


def page(out: Outgoing) -> bytes:
    """One HTML file without scripts, pictures or addresses of others; the same bytes for the same reply."""
    title = escape(f"Reply: {out.made.subject}")
    head = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>\n" for name, text in about(out))
    answers = "".join(_answer(out, n) for n in range(len(out.answers)))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f"<dl>\n{head}</dl>\n{answers}{_enclosures(out)}</main>\n</body>\n</html>\n"
    ).encode()


def _answer(out: Outgoing, n: int) -> str:
    one = out.answers[n]
    links = ", ".join(f'<a href="#enclosure-{number}">{number}</a>' for number in one.enclosed)
    enclosed = f"<p>Enclosed: {links}</p>\n" if links else ""
    return (
        f"<section>\n<h2>Question {one.number}</h2>\n<blockquote>{escape(one.text)}</blockquote>\n"
        f"<p>{escape(one.answer)}</p>\n{enclosed}</section>\n"
    )


def _enclosures(out: Outgoing) -> str:
    if not out.enclosures:
        return ""
    lines = "".join(
        f'<li id="enclosure-{one.number}" value="{one.number}">'
        + (f'<a href="{escape(one.path)}">{escape(one.words)}</a>' if one.path else f"{escape(one.words)}")
        + "</li>\n"
        for one in out.enclosures
    )
    where = "Documents are files beside this page; of records the entry stands in ledger.json."
    return f"<section>\n<h2>Enclosures</h2>\n<p>{where}</p>\n<ol>\n{lines}</ol>\n</section>\n"
