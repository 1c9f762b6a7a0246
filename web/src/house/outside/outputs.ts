import type { ShownFeed, ShownRow, View } from "../../api/model";

const FEEDS = "feeds";

/** An output of this meeting, with what was last measured of it. No rows: nothing ever went out by it. */
export interface OutputShown {
  readonly output: string;
  readonly rows: readonly ShownRow[];
}

/** Every output with its rows of the proof, in the order of the outputs; then all feeds together, if there are any. */
export function outputsShown(view: View): readonly OutputShown[] {
  const outputs = view.outside?.outputs ?? [];
  return (feedsShown(view).length > 0 ? [...outputs, FEEDS] : outputs).map((output) => ({
    output,
    rows: view.door.rows.filter(({ row }) => row === `${output}_sealed` || row === `${output}_dark`),
  }));
}

/** The feeds that two people stand for. */
export const feedsShown = ({ outside }: View): readonly ShownFeed[] =>
  (outside?.feeds ?? []).filter(({ state }) => state !== "proposed");

/** Rows that do not hold first: of an output the more public is shown. */
export function leading(rows: readonly ShownRow[]): ShownRow | null {
  return rows.find(({ state }) => state === "failed") ?? rows.find(({ state }) => state !== "ok") ?? rows[0] ?? null;
}
