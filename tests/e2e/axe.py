"""axe-core in a page: what an automatic look finds against accessibility."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from playwright.async_api import Page

SOURCE: Final = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"

RUN: Final = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary.split("\\n").slice(1).join(";")}`));
}"""


async def violations(page: Page) -> list[str]:
    """One line for each thing found; none is what we want. The script comes by the debugger, past the content policy."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(SOURCE.read_text(encoding="utf-8"))
    found: list[str] = await page.evaluate(RUN)
    return found
