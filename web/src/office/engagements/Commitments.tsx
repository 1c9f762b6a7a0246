import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { dateShort, t } from "../../i18n";
import { getRecords } from "../api";
import { dueOf, type Promised } from "./due";

/** What was promised under a mandate: the words as said, and the days that they mean beside them. */
export function Commitments({ mandate }: { readonly mandate: string }): ReactNode {
  const query = useQuery({
    queryKey: ["office", "commitments", mandate],
    queryFn: () => getRecords({ kind: "commitment", about: mandate }),
  });
  const rows = query.data ?? [];
  const today = new Date().toISOString().slice(0, 10);
  return (
    <section className="panel">
      <div className="panel__head">
        <h2>{t("office.commitments")}</h2>
        <span className="end faint small">{rows.length}</span>
      </div>
      {query.isSuccess && rows.length === 0 && <p className="engs__none muted">{t("office.no_commitments")}</p>}
      {rows.map((row) => (
        <Promise_ key={row.id} promised={row.fields as unknown as Promised} today={today} />
      ))}
    </section>
  );
}

function Promise_({ promised, today }: { readonly promised: Promised; readonly today: string }): ReactNode {
  const due = dueOf(promised, today);
  return (
    <div className="cmt">
      {promised.words ? <q>{promised.words}</q> : <b>{promised.what}</b>}
      <span className={`chip${due.late ? " chip--bad" : ""}`}>
        {due.late ? t("office.late", { n: due.late }) : promised.due_words || t(`office.state.${promised.state}`)}
      </span>
      <span className="small muted">
        {promised.words ? `${promised.what}. ` : ""}
        {t("office.said_on", { day: dateShort(due.said) })}
        {", "}
        {due.last === null
          ? t("office.no_window")
          : due.first === due.last
            ? t("office.due_day", { last: dateShort(due.last) })
            : t("office.due", { first: dateShort(due.first), last: dateShort(due.last) })}
      </span>
    </div>
  );
}
