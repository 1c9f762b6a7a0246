import type { GlyphName } from "../../ui/doorLook";

/** Phases as the desk shows them. Their names are words of the profile; a name not in the table is drawn shut. */

const GLYPHS: Readonly<Record<string, GlyphName>> = {
  doors_closed: "private",
  image_op: "open",
  on_record: "open",
  closed: "shut",
  recess: "recess",
  ended: "ended",
};

export const phaseGlyph = (phase: string): GlyphName => GLYPHS[phase] ?? "shut";

/** What an item can be planned for: everything but the end. */
export const plannable = (phases: readonly string[]): readonly string[] => phases.filter((phase) => phase !== "ended");
