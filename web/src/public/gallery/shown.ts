import type { DoorState, Instant, View } from "../../api/model";
import { clock, clockSeconds, t } from "../../i18n";

/** What the press gallery shows of a view. Pure. */

export interface GalleryCover {
  readonly sentence: string;
  readonly more: string;
}

const LEAVING: ReadonlySet<DoorState> = new Set(["closing", "not_dark", "closed", "recess", "moving"]);

/** When the programme that this page has shown was cut, or null. Later cuts (recess to closed, closed to ended) do not move it. */
export function poolOutAfter(before: Instant | null, view: View, wasOn: boolean): Instant | null {
  if (view.door.side === "open" || !wasOn) return null;
  return before ?? view.door.cut;
}

/** The words over the player. */
export function galleryCover(view: View, stale: boolean, poolOut: Instant | null, failed: boolean): GalleryCover {
  const { state } = view.door;
  if (stale || state === "not_known") return { sentence: t("gallery.not_known"), more: "" };
  if (state === "ended") return { sentence: t("gallery.ended"), more: outOf(view, poolOut) };
  if (state === "on_air") return { sentence: t(failed ? "gallery.interrupted" : "gallery.coming"), more: "" };
  if (poolOut !== null && LEAVING.has(state)) {
    return { sentence: outOf(view, poolOut), more: state === "closing" ? t("gallery.pool_out_more") : backOf(view) };
  }
  return { sentence: t("gallery.wait"), more: backOf(view) || t("gallery.wait_more") };
}

const outOf = (view: View, at: Instant | null): string =>
  at === null ? "" : t("gallery.pool_out", { time: clockSeconds(at, view.meeting.zone) });

const backOf = (view: View): string =>
  view.door.expected === null ? "" : t("gallery.expected", { time: clock(view.door.expected, view.meeting.zone) });
