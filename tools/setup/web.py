"""The web bundle: packages by `npm ci` from the lock, then one build into `.incamera/web`."""

import shutil

from tools.setup.environment import ONLINE
from tools.setup.places import BUNDLE, ROOT, WEB
from tools.setup.stamps import digest, is_fresh, mark
from tools.setup.toolchains import find_node, run_npm


def install_packages() -> None:
    """Install web/node_modules exactly as web/package-lock.json says."""
    wanted = digest([WEB / "package.json", WEB / "package-lock.json"])
    if (WEB / "node_modules").is_dir() and is_fresh("web-packages", wanted):
        return
    run_npm(find_node(), "ci", "--no-audit", doing="Installing the locked web packages", advice=ONLINE)
    mark("web-packages", wanted)


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
