import type { DoorState, ShownSeat } from "../../api/model";
import type { Person, Quality } from "../../room";

/** How a tile's microphone mark looks. */
export type MicMark = "on" | "off" | "locked";
/** Why a tile shows words instead of a picture. */
export type TileNote = "absent" | "lost" | "held" | "camera_off" | "no_camera" | "connecting" | null;

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
  /** A camera is sent by this seat, as far as is known: measured by the engine, or wished here. */
  readonly cameraOn: boolean;
  /** Of oneself: the browser gave no camera. */
  readonly noCamera: boolean;
  readonly microphoneOn: boolean;
  readonly person: Pick<Person, "quality"> | null;
}

const LOCKED: ReadonlySet<DoorState> = new Set(["closing", "moving", "not_dark", "draft", "ended"]);

export function tileLook(input: TileInput): TileLook {
  const { seat, door, microphoneOn, person } = input;
  const locked = LOCKED.has(door) || seat.muted || seat.held;
  const mic: MicMark = locked ? "locked" : microphoneOn ? "on" : "off";
  const quality: Quality = person?.quality ?? "unknown";
  return { mic, note: note(input, quality), dim: LOCKED.has(door) };
}

function note(input: TileInput, quality: Quality): TileNote {
  const { seat, own, picture, cameraOn, noCamera, person } = input;
  if (seat.held) return "held";
  if (!own && seat.place !== "inside") return "absent";
  if (!own && (seat.present === false || seat.identity === null)) return "absent";
  if (!own && quality === "lost") return "lost";
  if (picture) return null;
  if (own && noCamera) return "no_camera";
  return cameraOn || (!own && person === null) ? "connecting" : "camera_off";
}
