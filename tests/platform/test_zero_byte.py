from pathlib import Path

from tests.factories import at_desk, running, settings_in


async def test_a_zero_byte_in_an_address_or_a_search_is_no_failure_of_ours(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        for path in ("records?words=%00", "records/%00", "coverage/%00", "records?about=%00"):
            answer = await desk.get(f"/api/desk/office/{path}")
            assert answer.status_code in {200, 404, 422}, path
            assert "internal_error" not in answer.text
