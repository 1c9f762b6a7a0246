import type { DoorState, ShownRow } from "../api/model";

/** How each door state is drawn: one table for the gate, the tally, the lintel of a tile and the glyph. */

export type Leaves = "private" | "open" | "move" | "jam" | "unknown" | "shut";
export type GlyphName = "open" | "closing" | "shut" | "opening" | "private" | "recess" | "jam" | "ended" | "scheduled";
export type TallyLook = "private" | "open" | "move" | "jam" | "shut" | "recess" | "idle";

export interface DoorLook {
  readonly leaves: Leaves;
  readonly tally: TallyLook;
  readonly glyph: GlyphName;
}

/** Not known counts as open: it is drawn as loud as a jam, with the gap of ON AIR. */
export const DOOR_LOOKS: Readonly<Record<DoorState, DoorLook>> = {
  draft: { leaves: "private", tally: "idle", glyph: "scheduled" },
  doors_closed: { leaves: "private", tally: "private", glyph: "private" },
  on_air: { leaves: "open", tally: "open", glyph: "open" },
  closing: { leaves: "move", tally: "move", glyph: "closing" },
  not_dark: { leaves: "jam", tally: "jam", glyph: "jam" },
  closed: { leaves: "shut", tally: "shut", glyph: "shut" },
  moving: { leaves: "move", tally: "move", glyph: "closing" },
  recess: { leaves: "shut", tally: "recess", glyph: "recess" },
  opening: { leaves: "move", tally: "move", glyph: "opening" },
  not_known: { leaves: "unknown", tally: "jam", glyph: "jam" },
  ended: { leaves: "private", tally: "idle", glyph: "ended" },
};

/** Scripts whose letters join: their words are never split by the seam. */
const JOINED =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Thai}]/u;

/** The two halves of a word on the two leaves, or null when the word must stay whole. Only CLOSED is split. */
export function halves(state: DoorState, word: string): readonly [string, string] | null {
  if (state !== "closed" || JOINED.test(word)) return null;
  const signs = [...word];
  const middle = Math.ceil(signs.length / 2);
  return [signs.slice(0, middle).join(""), signs.slice(middle).join("")];
}

export type RowLook = "ok" | "measuring" | "failed" | "jammed";

/** A proof row: whatever is not ok and late is drawn as a jam, since unknown counts as open. */
export function rowLook(row: ShownRow): RowLook {
  if (row.state === "ok") return "ok";
  if (row.jammed) return "jammed";
  return row.state === "failed" ? "failed" : "measuring";
}

/** The letter that chooses a delegation's line, by its place in protocol order. */
export const delegationLetter = (index: number): string =>
  ["a", "b", "c", "d", "e", "f"][Math.max(index, 0) % 6] ?? "a";
