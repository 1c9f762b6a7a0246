import type { ShownOutside, ShownRecording } from "../../api/model";
import { clockSeconds, t, tWord } from "../../i18n";
import type { DumpSaid } from "./dumps";

/** "15 seconds dropped at 14:05:32 by Petra Sollin."; or that the dump came too late for all of it. */
export const dropped = ({ seconds, at, person }: DumpSaid, zone: string): string =>
  t(seconds > 0 ? "outside.dropped" : "outside.too_late", { seconds, time: clockSeconds(at, zone), name: person });

/** What of it was public already; empty when nothing was. */
export const wasPublic = ({ seconds, publicSeconds }: DumpSaid): string =>
  seconds > 0 && publicSeconds > 0 ? t("outside.was_public", { seconds: publicSeconds }) : "";

/** What follows a dump: the slate, the ledger, and who had seen it all the same. */
export function consequences(dump: DumpSaid, outputs: readonly string[]): string {
  if (dump.seconds === 0) return t("outside.ledger");
  const gallery = outputs.includes("gallery") ? t("outside.gallery_saw") : "";
  return [t("outside.saw_slate"), t("outside.ledger"), wasPublic(dump), gallery].filter(Boolean).join(" ");
}

/** " · delay 15 s" for who is on the record; empty where nothing goes out. */
export function delayWords(outside: ShownOutside | null): string {
  if (outside === null) return "";
  return outside.delay > 0 ? t("outside.delay", { delay: outside.delay }) : t("outside.no_delay");
}

/** How the recorder does, with when that began where it matters. */
export function recordingWords({ state, since }: ShownRecording, zone: string): string {
  const time = since === null ? "" : clockSeconds(since, zone);
  if (state === "recording") return t("outside.recording.recording", { time });
  if (state === "failed") return t("outside.recording.failed", { time });
  return tWord("outside.recording", state);
}
