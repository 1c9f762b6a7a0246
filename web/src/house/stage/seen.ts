import type { View } from "../../api/model";
import type { Seen } from "../../room";
import { chooseScreen, isInside } from "../doors";

export const fullName = (seat: { readonly form: string; readonly person: string }): string =>
  `${seat.form} ${seat.person}`.trim();

/** What the room is told of a view. A page that does not hold the seat, or is outside, is in no chamber. */
export function seenOf(view: View, rev: number, leg: string | null, stale: boolean): Seen {
  const holds = isInside(chooseScreen(view, leg)) ? leg : null;
  const names = view.seats.flatMap(({ identity, person }) => (identity === null ? [] : [[identity, person] as const]));
  return {
    rev,
    leg: holds,
    stale,
    chambers: view.chambers,
    granted: view.me.publish,
    captures: view.me.access === "speak" || view.me.publish.length > 0,
    names: new Map(names),
    ownName: view.me.person,
  };
}
