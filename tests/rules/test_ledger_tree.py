from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from incamera.rules.ledger import leaf_hash, paths, root, root_by
from incamera.rules.ledger.tree import node_hash


def rfc6962(data: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word."""
    n = len(data)
    if n == 0:
        return sha256().digest()
    if n == 1:
        return sha256(b"\x00" + data[0]).digest()
    k = 1
    while k * 2 < n:
        k *= 2
    return sha256(b"\x01" + rfc6962(data[:k]) + rfc6962(data[k:])).digest()


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_root_is_that_of_the_rfc(data: list[bytes]) -> None:
    assert root([leaf_hash(item) for item in data]) == rfc6962(data)


def test_roots_known_from_certificate_transparency() -> None:
    """The reference vectors of the certificate-transparency project."""
    vectors = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    leaves = [leaf_hash(bytes.fromhex(item)) for item in vectors]
    assert root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert root(leaves[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert root(leaves[:3]).hex() == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
    assert root(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@given(leaves=st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40), data=st.data())
def test_each_leaf_s_path_leads_to_the_root_and_no_other_leaf_s_does(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = paths(leaves, range(len(leaves)))[index]
    assert root_by(path, leaves[index], index, len(leaves)) == root(leaves)
    assert root_by(path, b"x" * 32, index, len(leaves)) != root(leaves)
    assert root_by((*path, bytes(32)), leaves[index], index, len(leaves)) is None
    if path:
        assert root_by(path[:-1], leaves[index], index, len(leaves)) is None


def test_the_path_is_that_of_the_rfc() -> None:
    a, b, c = (leaf_hash(x) for x in (b"a", b"b", b"c"))
    assert paths([a, b, c], [0, 2]) == {0: (b, c), 2: (node_hash(a, b),)}
