import type { DoorState, View } from "../../api/model";
import { clock, clockSeconds, t } from "../../i18n";

/** What the press gallery shows of a view. Pure. */

export interface GalleryCover {
  readonly sentence: string;
  readonly more: string;
}

const LEAVING: ReadonlySet<DoorState> = new Set(["closing", "not_dark", "closed", "recess", "moving"]);

/** The words over the player. `wasOn`: this page has shown the programme before, so that its end is a pool out. */
export function galleryCover(view: View, stale: boolean, wasOn: boolean, failed: boolean): GalleryCover {
  const { state, cut } = view.door;
  if (stale || state === "not_known") return { sentence: t("gallery.not_known"), more: "" };
  if (state === "ended") return { sentence: t("gallery.ended"), more: wasOn ? poolOut(view) : "" };
  if (state === "on_air") return { sentence: t(failed ? "gallery.interrupted" : "gallery.coming"), more: "" };
  if (wasOn && cut !== null && LEAVING.has(state)) {
    return { sentence: poolOut(view), more: state === "closing" ? t("gallery.pool_out_more") : backOf(view) };
  }
  return { sentence: t("gallery.wait"), more: backOf(view) || t("gallery.wait_more") };
}

function poolOut(view: View): string {
  return view.door.cut === null ? "" : t("gallery.pool_out", { time: clockSeconds(view.door.cut, view.meeting.zone) });
}

const backOf = (view: View): string =>
  view.door.expected === null ? "" : t("gallery.expected", { time: clock(view.door.expected, view.meeting.zone) });
