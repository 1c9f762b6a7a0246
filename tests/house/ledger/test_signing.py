import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from incamera.house.ledger.signing import SigningKeyError, load_signer, verify_signature
from incamera.house.ledger.verify import main
from incamera.rules import ledger
from tests.rules.ledger_files import PUBLIC_KEY, Act, book_of


def test_the_key_is_made_once_and_only_its_user_may_read_it(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets"
    first, second = load_signer(secrets), load_signer(secrets)
    assert first.public_key == second.public_key
    assert [path.name for path in secrets.iterdir()] == ["ledger.key"]
    assert (secrets / "ledger.key").stat().st_mode & 0o777 == 0o600
    assert secrets.stat().st_mode & 0o777 == 0o700
    assert verify_signature(first.public_key, b"text", second.sign(b"text"))
    assert not verify_signature(first.public_key, b"other", second.sign(b"text"))
    assert not verify_signature(b"short", b"text", second.sign(b"text"))


def test_two_first_starts_at_once_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = {signer.public_key for signer in pool.map(load_signer, [tmp_path] * 8)}
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.key"]


def test_a_signer_does_not_print_its_key(tmp_path: Path) -> None:
    signer = load_signer(tmp_path)
    assert "PRIVATE" not in repr(signer)


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    load_signer(tmp_path)
    (tmp_path / "ledger.key").chmod(0o644)
    with pytest.raises(SigningKeyError, match="chmod 600"):
        load_signer(tmp_path)


def test_what_is_no_key_of_ours_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.key"
    path.touch(mode=0o600)
    with pytest.raises(SigningKeyError, match="backup"):
        load_signer(tmp_path)
    path.write_bytes(X25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(SigningKeyError, match="Ed25519"):
        load_signer(tmp_path)


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    acts = [Act("convened"), Act("noted", is_closed=True), Act("ended")]
    file = ledger.extract(book_of(acts).file(), lambda entry: entry.header.kind == "ended")
    path = tmp_path / "ledger.json"
    path.write_text(json.dumps(ledger.document(file), indent=2), encoding="utf-8")
    return path


def test_the_command_says_ok_with_counts_and_fingerprint(ledger_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(ledger_file)]) == 0
    text = capsys.readouterr().out
    assert "OK   3 entries in main, 0 in 0 sub-ledgers" in text
    assert "withheld: 2 bodies, 1 sub-ledgers" in text
    assert ledger_fingerprint() in text
    assert "compare the fingerprint" in text


def ledger_fingerprint() -> str:
    from hashlib import sha256  # noqa: PLC0415 -- its own way to the figure, on purpose

    return sha256(PUBLIC_KEY).hexdigest()


def test_the_command_compares_with_a_known_key(
    ledger_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pem = Ed25519PublicKey.from_public_bytes(PUBLIC_KEY).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "key.pem").write_bytes(pem)
    (tmp_path / "key.hex").write_text(ledger_fingerprint() + "\n", encoding="ascii")
    keys = (PUBLIC_KEY.hex(), ledger_fingerprint().upper(), str(tmp_path / "key.pem"), str(tmp_path / "key.hex"))
    for key in keys:
        assert main([str(ledger_file), "--key", key]) == 0
    assert "compare the fingerprint" not in capsys.readouterr().out
    assert main([str(ledger_file), "--key", "0" * 64]) == 1
    assert "another key" in capsys.readouterr().out


def test_the_command_names_the_first_bad_entry(ledger_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger_file.write_text(ledger_file.read_text(encoding="utf-8").replace("convened", "adjourned"), encoding="utf-8")
    assert main([str(ledger_file)]) == 1
    assert capsys.readouterr().out.startswith("BAD  main 0:")


def test_the_command_says_what_it_cannot_read(
    ledger_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.key").write_text("hello", encoding="ascii")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    other_kind = X25519PrivateKey.generate().public_key()
    (tmp_path / "other.pem").write_bytes(other_kind.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    assert main([str(tmp_path / "none")]) == 2
    assert main([str(tmp_path / "bytes")]) == 2
    assert main([str(ledger_file), "--key", str(tmp_path / "none")]) == 2
    assert main([str(ledger_file), "--key", str(tmp_path / "bad.key")]) == 2
    assert main([str(ledger_file), "--key", str(tmp_path / "other.pem")]) == 2
    assert "Cannot read" in capsys.readouterr().out
