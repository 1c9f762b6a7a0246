import type { SeatId, View } from "./model";
import type { Command } from "./seat";

/** What the page of a seat knows and can do; the room is given all of it. */
export interface SeatPageProps {
  readonly seat: SeatId;
  readonly view: View;
  readonly rev: number;
  /** Server clock minus this device's clock, in microseconds: the server's now is `Date.now() * 1000 + offset`. */
  readonly offset: number;
  /** Nothing was heard for 5 s: treat as ON AIR. */
  readonly stale: boolean;
  readonly command: Command;
  /** This page's own leg, or null while it has none. The seat is held elsewhere when `view.me.leg` differs. */
  readonly leg: string | null;
  /** Takes the seat for this page: a new leg, then `enter`. */
  readonly takeSeat: (alone: boolean) => Promise<void>;
}
