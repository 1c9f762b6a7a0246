import type { DoorState, ShownSeat, View } from "../../api/model";
import type { Quality, RoomShown } from "../../room";

/** How a seat stands, in the one word that its row shows. */
export type Presence =
  | "at_door"
  | "removed"
  | "held"
  | "here"
  | "not_here"
  | "not_known"
  | "outside"
  | "away"
  | "gallery"
  | "seated";

export function presence({ place, held, present, in_roster }: ShownSeat, door: DoorState): Presence {
  if (place === "removed") return "removed";
  if (place === "door") return "at_door";
  if (place === "lobby") return "away";
  if (held) return "held";
  if (door === "draft") return place === "outside" ? "gallery" : "seated"; // nobody is kept out of a part yet
  if (place === "outside" || !in_roster) return "outside";
  if (present === null) return "not_known";
  return present ? "here" : "not_here";
}

const WORSE: readonly Quality[] = ["lost", "poor"];

/** The seat whose connection is worst, if any is not good: the one link that can fail the talk. */
export function weakest(view: View, room: Pick<RoomShown, "link">): string | null {
  const people = new Map((room.link?.people ?? []).map((person) => [person.identity, person.quality]));
  const qualityOf = (seat: ShownSeat): Quality =>
    seat.seat === view.me.seat ? (room.link?.quality ?? "unknown") : (people.get(seat.identity ?? "") ?? "unknown");
  for (const quality of WORSE) {
    const seat = view.seats.find((candidate) => qualityOf(candidate) === quality);
    if (seat !== undefined) return seat.seat;
  }
  return null;
}

/** Seat commands for one row: only those that make sense for how the seat stands, and only ever this person's. */
export type SeatAct = "admit" | "hold" | "release" | "mute" | "unmute" | "remove" | "recognise";

export interface OfferedAct {
  readonly act: SeatAct;
  readonly reason: string | null;
}

export function seatActs(view: View, seat: ShownSeat): readonly OfferedAct[] {
  const stands = presence(seat, view.door.state);
  const wanted: SeatAct[] = [];
  if (stands === "at_door") wanted.push("admit");
  const inside = seat.place === "inside";
  if (inside && seat.speaks && !seat.floor) wanted.push("recognise");
  if (inside) wanted.push(seat.muted ? "unmute" : "mute");
  if (inside && seat.seat !== view.me.seat) wanted.push(seat.held ? "release" : "hold");
  if (stands !== "removed" && seat.seat !== view.me.seat) wanted.push("remove");
  return wanted.flatMap((act) => {
    const reason = view.can[act];
    return reason === undefined ? [] : [{ act, reason }];
  });
}

export interface HereCount {
  readonly here: number;
  readonly of: number;
}

/** "7 of 8 in": who is measured in the current chamber, of those on its roster. */
export function hereCount(view: View, delegation?: string): HereCount {
  const roster = view.seats.filter((s) => s.in_roster && (delegation === undefined || s.delegation === delegation));
  return { here: roster.filter((s) => s.present === true).length, of: roster.length };
}
