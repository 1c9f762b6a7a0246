import type { ReactNode } from "react";
import type { Instant, View } from "../../api/model";
import { clock, clockSeconds, length, t } from "../../i18n";
import { Gate } from "../../ui";
import { Audience, delayWords } from "../outside";
import { progress, sinceCut } from "./closing";
import { countdown } from "./countdown";
import { isFirstOpening } from "./screen";

interface GateBarProps {
  readonly view: View;
  readonly now: Instant;
  /** The page does not know the state: then it says the most public thing that could be true. */
  readonly stale: boolean;
}

/** The gate with what one needs to know beside it. */
export function GateBar({ view, now, stale }: GateBarProps): ReactNode {
  const { door, meeting } = view;
  if (stale)
    return <Gate state="not_known" word={t("doors.stale")} title={meeting.title} sub={t("doors.sub.not_known")} />;
  const word = door.state === "opening" && !isFirstOpening(view) ? { word: t("door.re_opening") } : {};
  return (
    <Gate state={door.state} title={meeting.title} sub={sub(view)} {...word}>
      <Fact view={view} now={now} />
    </Gate>
  );
}

function sub({ door, opening, meeting, outside }: View): string {
  if (opening !== null && door.state === "opening") {
    return t("doors.sub.asked", { name: opening.asked_by, time: clockSeconds(opening.asked, meeting.zone) });
  }
  const time = door.since === null ? "" : clockSeconds(door.since, meeting.zone);
  return t(`doors.sub.${door.state}`, { time }) + (door.state === "on_air" ? delayWords(outside) : "");
}

function Fact({ view, now }: { readonly view: View; readonly now: Instant }): ReactNode {
  const { door, opening, meeting } = view;
  const seconds = countdown(opening, now);
  if (seconds !== null) return <Pair name={t("doors.fact.opens")} value={String(seconds)} />;
  if (door.live === null && door.rows.length > 0) {
    const { ok, total } = progress(door.rows);
    return (
      <Pair name={t("doors.fact.proven", { ok, total })} value={length(((sinceCut(door.cut, now) ?? 0) * 1e6) | 0)} />
    );
  }
  if (door.state === "closed" || door.state === "recess") return <ClosedFact view={view} now={now} />;
  if (door.state === "draft" || door.state === "doors_closed") {
    return <Pair name={t("doors.fact.starts")} value={clock(meeting.starts, meeting.zone)} />;
  }
  if (door.state === "ended") return null;
  return (
    <>
      {door.state === "on_air" && <Audience outside={view.outside} />}
      <b className="num">{clockSeconds(now, meeting.zone)}</b>
    </>
  );
}

function ClosedFact({ view, now }: { readonly view: View; readonly now: Instant }): ReactNode {
  const { door, meeting } = view;
  return (
    <>
      <span className={door.expected === null ? "" : "hide-phone"}>
        <Pair name={t("doors.fact.closed_for")} value={length(now - (door.since ?? now))} />
      </span>
      {door.expected !== null && <Pair name={t("doors.fact.back")} value={clock(door.expected, meeting.zone)} />}
    </>
  );
}

function Pair({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  return (
    <span>
      <span className="hide-phone">{name}</span> <b className="num">{value}</b>
    </span>
  );
}
