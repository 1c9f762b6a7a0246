/** What a key does while the focus is in the player. Letters act only there, and never with a modifier. */
export type PlayerAct = "play" | "mute" | "captions" | "fullscreen" | "back" | "forward";

const ACTS: Readonly<Record<string, PlayerAct>> = {
  " ": "play",
  m: "mute",
  c: "captions",
  f: "fullscreen",
  arrowleft: "back",
  arrowright: "forward",
};

interface Pressed {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** `onControl`: the focus is on a button or a link, whose own keys come first. */
export function actOf(pressed: Pressed, onControl: boolean, isRtl = false): PlayerAct | null {
  if (pressed.altKey || pressed.ctrlKey || pressed.metaKey) return null;
  if (onControl && pressed.key === " ") return null;
  const act = ACTS[pressed.key.toLowerCase()] ?? null;
  if (isRtl && act === "back") return "forward";
  return isRtl && act === "forward" ? "back" : act;
}
