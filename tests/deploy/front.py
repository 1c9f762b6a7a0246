"""The files of deploy/ as they are, but for ports, paths and certificates, with the real programs on loopback."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DEPLOY = Path(__file__).parents[2] / "deploy"
ROOMS = "meet.example.org"
PUBLIC = "public.example.org"
NAMES = (ROOMS, PUBLIC, "open.media.example.org", "closed.media.example.org")


@dataclass(frozen=True)
class Behind:
    """Ports of what stands behind the proxy."""

    api: int
    origin: int
    engine_open: int = 9
    engine_closed: int = 9


@dataclass(frozen=True)
class Front:
    """A running proxy."""

    port: int
    process: asyncio.subprocess.Process


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def make_certificates(folder: Path) -> None:
    """One for each name, signed by itself."""
    for name in NAMES:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        begin = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin)
            .not_valid_after(begin + dt.timedelta(days=36_500))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .sign(key, hashes.SHA256())
        )
        (folder / f"{name}.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
        (folder / f"{name}.key").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )


def _placed(text: str, behind: Behind) -> str:
    ports = {8000: behind.api, 8001: behind.origin, 7880: behind.engine_open, 7890: behind.engine_closed}
    for written, real in ports.items():
        text = text.replace(f"127.0.0.1:{written}", f"127.0.0.1:{real}")
    return text


def nginx_files(folder: Path, behind: Behind, port: int, *, is_tls: bool) -> Path:
    """deploy/nginx.conf within the smallest http block that carries it."""
    site = _placed((DEPLOY / "nginx.conf").read_text(encoding="utf-8"), behind)
    site = site.replace("/var/cache/nginx/incamera", str(folder / "cache")).replace("/etc/ssl/", f"{folder}/")
    site = re.sub(r" *listen \[::\]:443 ssl;\n", "", site)
    site = site.replace("listen 443 ssl;", f"listen 127.0.0.1:{port}{' ssl' if is_tls else ''};")
    if not is_tls:
        site = re.sub(r" *ssl_certificate\w* .*\n", "", site)
    (folder / "site.conf").write_text(site, encoding="utf-8")
    temporary = "\n".join(
        f"  {kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    main = folder / "nginx.conf"
    main.write_text(
        f"{user}\nworker_processes 1;\ndaemon off;\npid {folder}/nginx.pid;\nworker_rlimit_nofile 16384;\n"
        f"events {{ worker_connections 16384; }}\nhttp {{\n  access_log off;\n{temporary}\n"
        f"  include {folder}/site.conf;\n}}\n",
        encoding="utf-8",
    )
    return main


def caddy_file(folder: Path, behind: Behind, port: int) -> Path:
    """deploy/Caddyfile with our certificates instead of fetched ones, without Caddy's own administration."""
    site = _placed((DEPLOY / "Caddyfile").read_text(encoding="utf-8"), behind)
    for name in NAMES:
        own = f"{name}:{port} {{\n\tbind 127.0.0.1\n\ttls {folder}/{name}.pem {folder}/{name}.key"
        site = re.sub(rf"^{re.escape(name)} \{{", own, site, flags=re.MULTILINE)
    path = folder / "Caddyfile"
    path.write_text(
        f"{{\n\tadmin off\n\tauto_https off\n\tstorage file_system {folder}/caddy\n}}\n{site}", encoding="utf-8"
    )
    return path


@asynccontextmanager
async def front(kind: str, folder: Path, behind: Behind, *, is_tls: bool = True) -> AsyncIterator[Front]:
    """`kind`: nginx or caddy."""
    port = free_port()
    make_certificates(folder)
    if kind == "nginx":
        command = ["nginx", "-c", str(nginx_files(folder, behind, port, is_tls=is_tls)), "-e", f"{folder}/error.log"]
    else:
        command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(caddy_file(folder, behind, port))]
    env = {**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin", "HOME": str(folder)}
    with (folder / "front.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(*command, env=env, stdout=log, stderr=log)
    try:
        async with asyncio.timeout(40):
            while not await _answers(port):
                assert process.returncode is None, (folder / "front.log").read_text() + _tail(folder)
                await asyncio.sleep(0.1)
        yield Front(port, process)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


def _tail(folder: Path) -> str:
    path = folder / "error.log"
    return path.read_text()[-2000:] if path.exists() else ""
