"""What `up` and `demo` do once everything answers: say where to go, and start the demonstration."""

from incamera.platform.settings import Settings
from incamera.up.handover import hand_over
from incamera.up.serve import Once
from incamera.up.stack import Stack


def welcome(settings: Settings) -> Once:
    """Print the address and, as long as nobody administers this installation, the first administrator's link."""

    async def once_ready(_stack: Stack) -> None:
        from incamera.main.links import first_link  # noqa: PLC0415  (the database: only when it is needed)

        print(f"\nIncamera is open at {settings.public_url}", flush=True)
        link = await first_link(settings)
        if link is not None:
            hand_over(f"First administrator (single use, one hour): {link}", settings.data_dir / "first-link.txt")
        print("Ctrl-C ends everything.\n", flush=True)

    return once_ready


def demonstrate(settings: Settings) -> Once:
    """Make the meetings of the demonstration, print their links and start the processes that play the delegates."""

    async def once_ready(stack: Stack) -> None:
        from incamera.demo.start import start_demonstration  # noqa: PLC0415  (only when it is wanted)

        print(f"\nIncamera is open at {settings.public_url}; the demonstration is being set up ...", flush=True)
        await start_demonstration(stack, settings)

    return once_ready
