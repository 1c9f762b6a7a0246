import type { ShownRow, View } from "../../api/model";

/** An output of this meeting, with what was last measured of it. No rows: nothing ever went out by it. */
export interface OutputShown {
  readonly output: string;
  readonly rows: readonly ShownRow[];
}

/** Every output with its rows of the proof, in the order of the outputs. */
export const outputsShown = ({ outside, door }: View): readonly OutputShown[] =>
  (outside?.outputs ?? []).map((output) => ({
    output,
    rows: door.rows.filter(({ row }) => row === `${output}_sealed` || row === `${output}_dark`),
  }));

/** Rows that do not hold first: of an output the more public is shown. */
export function leading(rows: readonly ShownRow[]): ShownRow | null {
  return rows.find(({ state }) => state === "failed") ?? rows.find(({ state }) => state !== "ok") ?? rows[0] ?? null;
}
