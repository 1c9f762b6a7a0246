import type { ReactNode } from "react";
import type { MeetingRow } from "../../api/model";
import { clock, shortDay, t } from "../../i18n";
import { Tally } from "../../ui";
import { follow } from "../../ui/navigate";
import { ledgerAddress } from "./api";
import { nextAct, type Section } from "./sections";

/** The one next action of a meeting, as a link. */
export function NextAct({
  row,
  className = "link",
}: {
  readonly row: MeetingRow;
  readonly className?: string;
}): ReactNode {
  const act = nextAct(row.state);
  if (act === "ledger") {
    return (
      <a className={className} href={ledgerAddress(row.id)} download>
        {t("meetings.act.ledger")}
      </a>
    );
  }
  return (
    <a className={className} href={`/desk/meetings/${row.id}`} onClick={follow}>
      {t(`meetings.act.${act}`)}
    </a>
  );
}

/** The rows of one section. */
export function MeetingTable({ section }: { readonly section: Section }): ReactNode {
  return (
    <table className="mt" data-section={section.id}>
      <caption>{t(`meetings.${section.id}`)}</caption>
      <thead>
        <tr>
          <th scope="col">{t("meetings.time")}</th>
          <th scope="col">{t("meetings.meeting")}</th>
          <th scope="col">{t("meetings.state")}</th>
          <th scope="col">{t("meetings.next_act")}</th>
        </tr>
      </thead>
      <tbody>
        {section.rows.map((row) => (
          <tr key={row.id}>
            <td className="num">
              {section.id === "today" ? (
                <b>{clock(row.starts, row.zone)}</b>
              ) : (
                <>
                  <b>{shortDay(row.starts, row.zone)}</b>
                  <div className="tiny faint">{clock(row.starts, row.zone)}</div>
                </>
              )}
            </td>
            <td>
              <a className="mt__title" href={`/desk/meetings/${row.id}`} onClick={follow}>
                {row.title}
              </a>
              <div className="mt__sub">
                {row.profile}, {t("meetings.seats_count", { n: row.seats })}
              </div>
            </td>
            <td>
              <Tally state={row.state} />
            </td>
            <td>
              <NextAct row={row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
