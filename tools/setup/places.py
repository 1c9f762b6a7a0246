"""Where set-up reads and writes: everything made or fetched lies under the ignored folder `.incamera`."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".incamera"
VENV = CACHE / "venv"
PYTHON = VENV / "bin" / "python"
LOGS = CACHE / "logs"
STAMPS = CACHE / "stamps"
TOOLCHAINS = CACHE / "toolchains"
CLIPS = CACHE / "clips"
BUNDLE = CACHE / "web"
WEB = ROOT / "web"
LOCKS = ROOT / "requirements"
