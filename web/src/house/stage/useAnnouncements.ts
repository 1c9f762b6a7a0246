import { useEffect, useRef } from "react";
import type { View } from "../../api/model";
import { clockSeconds, t } from "../../i18n";
import { announce as say } from "../../ui";
import { type Announcement, announce, type ClosedCheck, isConvening, isFirstOpening, type Moment } from "../doors";
import { shutTone } from "./tone";

/** What can be spoken of the doors now. */
export function momentOf(view: View, check: ClosedCheck, stale: boolean, seconds: number | null): Moment {
  return {
    door: view.door.state,
    since: view.door.since,
    stale,
    inClosed: check === "closed",
    strangers: check === "strangers",
    convening: isConvening(view),
    askedBy: view.opening?.asked_by ?? null,
    first: isFirstOpening(view),
    seconds,
  };
}

/** Speaks each change of the doors once, assertively. */
export function useAnnouncements(now: Moment, zone: string): void {
  const before = useRef<Moment | null>(null);
  useEffect(() => {
    for (const announcement of announce(before.current, now)) {
      say(words(announcement, zone), "assertive");
      if (announcement.say === "in_closed") shutTone();
    }
    before.current = now;
  }, [now, zone]);
}

function words(announcement: Announcement, zone: string): string {
  switch (announcement.say) {
    case "on_air":
      return t("doors.say.on_air", { time: clockSeconds(announcement.since, zone) });
    case "asked":
      return t(announcement.first ? "doors.say.asked_first" : "doors.say.asked_again", { name: announcement.by });
    case "seconds":
      if (announcement.seconds !== 10) return String(announcement.seconds);
      return t(announcement.first ? "doors.say.seconds_first" : "doors.say.seconds_again");
    default:
      return t(`doors.say.${announcement.say}`);
  }
}
