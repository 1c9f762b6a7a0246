import type { DoorState, ShownSeat } from "../../api/model";
import type { Person, Quality } from "../../room";

/** How a tile's microphone mark looks. */
export type MicMark = "on" | "off" | "locked";
/** Why a tile shows words instead of a picture. */
export type TileNote = "absent" | "lost" | "held" | "no_camera" | null;

export interface TileLook {
  readonly mic: MicMark;
  readonly note: TileNote;
  readonly dim: boolean;
}

export interface TileInput {
  readonly seat: ShownSeat;
  readonly door: DoorState;
  readonly own: boolean;
  readonly picture: boolean;
  readonly microphoneOn: boolean;
  readonly person: Pick<Person, "quality"> | null;
}

const LOCKED: ReadonlySet<DoorState> = new Set(["closing", "moving", "not_dark", "draft", "ended"]);

export function tileLook({ seat, door, own, picture, microphoneOn, person }: TileInput): TileLook {
  const locked = LOCKED.has(door) || seat.muted || seat.held;
  const mic: MicMark = locked ? "locked" : microphoneOn ? "on" : "off";
  const quality: Quality = person?.quality ?? "unknown";
  return { mic, note: note(seat, own, picture, quality), dim: LOCKED.has(door) };
}

function note(seat: ShownSeat, own: boolean, picture: boolean, quality: Quality): TileNote {
  if (seat.held) return "held";
  if (!own && seat.place !== "inside") return "absent";
  if (!own && (seat.present === false || seat.identity === null)) return "absent";
  if (!own && quality === "lost") return "lost";
  return picture ? null : "no_camera";
}
