"""The web bundle: packages by `npm ci` from the lock, then one build into `.incamera/web`."""

import json
import shutil
from pathlib import Path

from tools.setup.environment import ONLINE
from tools.setup.places import BUNDLE, ROOT, WEB
from tools.setup.stamps import digest, is_fresh, mark
from tools.setup.toolchains import find_node, run_npm


def install_packages() -> None:
    """Install web/node_modules exactly as web/package-lock.json says, unless it is so already."""
    if not is_installed(WEB):
        run_npm(find_node(), "ci", "--no-audit", doing="Installing the locked web packages", advice=ONLINE)


def is_installed(folder: Path) -> bool:
    """Whether npm's own note of what lies in node_modules agrees with the lock.

    Optional packages (those of other platforms) may be missing. No stamp: a developer's own `npm install` counts too.
    """
    note = folder / "node_modules" / ".package-lock.json"
    if not note.is_file():
        return False
    wanted = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    present = json.loads(note.read_text(encoding="utf-8"))["packages"]
    return all(
        present[path].get("integrity") == package.get("integrity")
        if path in present
        else package.get("optional", False)
        for path, package in wanted.items()
        if path
    )


def build_bundle() -> None:
    """Build the pages when anything under web/ has changed since the last build."""
    install_packages()
    wanted = digest([WEB])
    if (BUNDLE / "index.html").is_file() and is_fresh("web-bundle", wanted):
        return
    fresh = BUNDLE.with_name("web.half")
    shutil.rmtree(fresh, ignore_errors=True)
    run_npm(
        find_node(), "run", "build", "--", "--outDir", str(fresh), "--emptyOutDir",
        doing="Building the web pages", advice="the output names the file and line.",
    )  # fmt: skip
    shutil.rmtree(BUNDLE, ignore_errors=True)
    fresh.rename(BUNDLE)
    mark("web-bundle", wanted)


def is_present() -> bool:
    """Whether this checkout has pages to build."""
    return (ROOT / "web" / "package.json").is_file()
