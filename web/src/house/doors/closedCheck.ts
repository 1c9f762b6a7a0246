import type { View } from "../../api/model";
import type { RoomShown } from "../../room";

/**
 * The device's own half of "You are in closed session". The api proves that nobody outside hears; this device checks
 * that it is itself in that chamber and sees nobody there who is not on the view's list.
 */
export type ClosedCheck = "not_closed" | "joining" | "strangers" | "closed";

type Room = Pick<RoomShown, "key" | "side" | "link" | "silent">;

export function checkClosed(view: View, room: Room): ClosedCheck {
  if (view.door.state !== "closed") return "not_closed";
  const chamber = view.chambers.find((c) => c.use === "current" && c.side === "closed");
  if (chamber === undefined || room.key !== chamber.key || room.side !== "closed") return "joining";
  if (room.silent || room.link?.state !== "connected") return "joining";
  return strangers(view, room).length > 0 ? "strangers" : "closed";
}

/** Engine identities in the chamber that the view does not name. */
export function strangers(view: View, room: Pick<RoomShown, "link">): readonly string[] {
  const known = new Set(view.seats.map((seat) => seat.identity));
  return (room.link?.people ?? []).map((person) => person.identity).filter((identity) => !known.has(identity));
}
