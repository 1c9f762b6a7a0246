import type { Instant } from "../../api/model";
import { clock, t } from "../../i18n";
import type { PublicState, PublicStatus, Words } from "../status/status";
import { clocksOf, placeOf, timeIn } from "../status/when";

/** What the page says, from the status and from what plays. Pure: `now` and the viewer's zone are arguments. */

/** The page's own slate over the player: one sentence, perhaps a clock with its label, perhaps one more line. */
export interface Cover {
  readonly sentence: string;
  readonly label: string;
  readonly clock: string;
  readonly more: readonly string[];
}

const SECOND = 1_000_000;
const says = (state: PublicState): string => t(`public.says.${state}`);

/** What is seen where there is no picture. `failed`: the media was there and cannot be had now. */
export function coverOf(status: PublicStatus, failed: boolean, now: Instant, ownZone?: string): Cover {
  const { words } = status;
  const plain = (more: readonly string[] = []): Cover => ({ sentence: says(words.state), label: "", clock: "", more });
  switch (words.state) {
    case "on_air":
      return failed ? { ...plain(), sentence: t("public.lost_picture") } : comingCover(status, now);
    case "begins_soon":
      return status.starts < now
        ? plain([t("public.late_begin")])
        : clockCover(words, status.starts, t("public.begins_at"), status.zone, now, ownZone);
    case "closed":
    case "recess":
      if (words.expected === null) return plain(reasons(words));
      if (words.expected < now) return plain([t("public.late_back"), ...reasons(words)]);
      return clockCover(words, words.expected, t("public.expected_back"), status.zone, now, ownZone);
    case "fault":
      return plain([t("public.fault_more"), ...reasons(words)]);
    case "ended":
      return plain(reasons(words));
  }
}

const reasons = (words: Words): readonly string[] => (words.reason ? [words.reason] : []);

function clockCover(words: Words, at: Instant, label: string, zone: string, now: Instant, ownZone?: string): Cover {
  const { own, there } = clocksOf(at, zone, now, ownZone);
  const elsewhere = there === null ? [] : [t("public.there", { time: there, zone: placeOf(zone) })];
  return { sentence: says(words.state), label, clock: own, more: [...elsewhere, ...reasons(words)] };
}

/** On air, and the webcast is still waiting out its delay. */
function comingCover({ words, delayUs }: PublicStatus, now: Instant): Cover {
  const ahead = words.since + delayUs - now;
  // A device whose clock is wrong would count down from nonsense.
  const isWaiting = ahead > 0 && ahead <= delayUs + SECOND;
  const left = Math.ceil(Math.min(ahead, delayUs) / SECOND);
  return {
    sentence: says("on_air"),
    label: t(isWaiting ? "public.follows_in" : "public.coming"),
    clock: isWaiting ? t("public.seconds", { n: left }) : "",
    more: [],
  };
}

/** The one fact beside the tally. */
export function noteOf(status: PublicStatus, picture: boolean, tail: boolean, ownZone?: string): string {
  if (!picture) return status.words.state === "on_air" ? "" : t("public.nothing_sent");
  if (status.words.state === "fault") return "";
  if (tail || status.words.state !== "on_air") {
    return t("public.tail_note", { time: clock(status.words.since, ownZone) });
  }
  return status.delayUs > 0 ? t("public.delay_note", { n: Math.round(status.delayUs / SECOND) }) : "";
}

/** The sentences below the title. */
export function leadOf(status: PublicStatus, now: Instant, ownZone?: string): readonly string[] {
  const { words, item } = status;
  const time = (at: Instant): string => timeIn(at, status.zone, now, ownZone);
  switch (words.state) {
    case "begins_soon":
      return [t("public.begins", { when: time(status.starts) }), ...reasons(words)];
    case "on_air":
      return [
        t("public.on_air_since", { time: time(words.since) }),
        ...(item ? [t("public.on_air_item", { title: item.title })] : []),
      ];
    case "closed":
    case "recess":
      return [t(`public.${words.state}_since`, { time: time(words.since) }), ...reasons(words), back(words, time, now)];
    case "fault":
      return [says("fault"), t("public.fault_more"), ...reasons(words)];
    case "ended":
      return [t("public.ended_at", { time: time(words.since) }), ...reasons(words)];
  }
}

function back(words: Words, time: (at: Instant) => string, now: Instant): string {
  if (words.expected === null) return t("public.no_time");
  return words.expected < now ? t("public.late_back") : t("public.back_at", { time: time(words.expected) });
}

/** What is said aloud when the words change; nothing when only other things did. */
export function newsOf(before: Words | null, after: Words, zone: string, now: Instant, ownZone?: string): string {
  if (before === null) return "";
  const isBack =
    after.expected !== null && after.expected >= now && (after.state === "closed" || after.state === "recess");
  const time = isBack && after.expected !== null ? timeIn(after.expected, zone, now, ownZone) : "";
  if (before.state !== after.state)
    return time ? `${says(after.state)} ${t("public.back", { time })}` : says(after.state);
  return time && before.expected !== after.expected ? t("public.back_now", { time }) : "";
}
