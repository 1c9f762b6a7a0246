import "./outside.css";
import { type ReactNode, useEffect, useMemo, useRef } from "react";
import type { Instant, View } from "../../api/model";
import { announce } from "../../ui";
import { type DumpSaid, dumpsSaid, recentDumps, toSpeak } from "./dumps";
import { consequences, dropped, wasPublic } from "./words";

interface DumpNoticesProps {
  readonly view: View;
  readonly now: Instant;
}

/** What was dropped a moment ago and by whom: everybody in the meeting reads it and hears it once. */
export function DumpNotices({ view, now }: DumpNoticesProps): ReactNode {
  useSpokenDumps(view);
  return recentDumps(view.outside, now).map((dump) => (
    <p key={dump.key} className="standing dumped" data-testid="dumped">
      <b>{dropped(dump, view.meeting.zone)}</b>
      <span>{consequences(dump, view.outside?.outputs ?? [])}</span>
    </p>
  ));
}

/** What the page finds when it comes is history and is not spoken. */
function useSpokenDumps({ outside, meeting }: View): void {
  const dumps = useMemo(() => dumpsSaid(outside), [outside]);
  const before = useRef<readonly DumpSaid[]>(dumps);
  const outputs = outside?.outputs;
  useEffect(() => {
    for (const { dump, what } of toSpeak(before.current, dumps)) {
      const whole = `${dropped(dump, meeting.zone)} ${consequences(dump, outputs ?? [])}`;
      announce(what === "dumped" ? whole : wasPublic(dump));
    }
    before.current = dumps;
  }, [dumps, outputs, meeting.zone]);
}
