import type { DoorState, ShownSeat, View } from "../../api/model";

/** What the lobby says and allows: chosen from the view and the statement alone. */

export type LobbyScreen = "check" | "door" | "removed" | "ended";

export function screenOf(view: View): LobbyScreen {
  if (view.door.state === "ended") return "ended";
  if (view.me.place === "removed") return "removed";
  return view.me.place === "door" ? "door" : "check";
}

export type EnterBar =
  | { readonly kind: "free" }
  | { readonly kind: "alone" }
  | { readonly kind: "rules"; readonly reason: string };

/** What keeps this seat from entering: first the statement, which the person can mend, then the rules. */
export function enterBar(view: View, isAlone: boolean): EnterBar {
  if (view.me.must_state_alone && !isAlone) return { kind: "alone" };
  const reason = view.can.enter;
  return typeof reason === "string" ? { kind: "rules", reason } : { kind: "free" };
}

const SHUT: readonly DoorState[] = ["draft", "doors_closed", "closed", "moving", "recess"];

/** Whether the lobby may say that nothing goes outside. Anything that is open, moving or not known counts as on air. */
export const isShutOutside = (state: DoorState, isStale: boolean): boolean => !isStale && SHUT.includes(state);

/** The seat's number within its delegation, from 1, or null when the view does not show it. */
export function placeInDelegation(view: View): number | null {
  const sides = view.seats.filter((seat) => seat.delegation === view.me.delegation);
  const index = sides.findIndex((seat) => seat.seat === view.me.seat);
  return index < 0 ? null : index + 1;
}

/** Who is measured in the chamber, of those who belong there; null while that is not known. */
export function presence(seats: readonly ShownSeat[]): { readonly present: number; readonly all: number } | null {
  const roster = seats.filter((seat) => seat.in_roster);
  if (roster.length === 0 || roster.every((seat) => seat.present === null)) return null;
  return { present: roster.filter((seat) => seat.present).length, all: roster.length };
}
