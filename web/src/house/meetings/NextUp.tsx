import type { ReactNode } from "react";
import type { MeetingRow } from "../../api/model";
import { clock, day, t } from "../../i18n";
import { Tally } from "../../ui";
import { countIn } from "./countIn";
import { NextAct } from "./MeetingTable";

/** The meeting that runs or comes next, large. */
export function NextUp({ row, now }: { readonly row: MeetingRow; readonly now: number }): ReactNode {
  const left = countIn(row.starts, now);
  const isRunning = row.state !== "draft";
  return (
    <section className="nextup" aria-label={t("meetings.next")}>
      <div className="nextup__l">
        <Tally state={row.state} />
        <h2>{row.title}</h2>
        <p className="muted">
          {day(row.starts, row.zone)}, <span className="num">{clock(row.starts, row.zone)}</span> ({row.zone})
        </p>
        <p className="muted">
          {row.profile}, {t("meetings.seats_count", { n: row.seats })}
        </p>
      </div>
      <div className="nextup__r">
        <span className="small muted">
          {t(isRunning ? "meetings.running" : left ? "meetings.opens_in" : "meetings.was_due")}
        </span>
        <span className="count-in">
          {left && !isRunning ? t(`meetings.${left.unit}_left`, { n: left.n }) : clock(row.starts, row.zone)}
        </span>
        <NextAct row={row} className="btn btn--primary btn--block" />
      </div>
    </section>
  );
}
