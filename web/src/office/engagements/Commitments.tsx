import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { dateShort, t } from "../../i18n";
import { getRecords, type RecordShown } from "../api";
import { PlayPassage } from "../records/PlayPassage";
import { dueOf, type Promised } from "./due";

interface CommitmentsProps {
  readonly mandate: string;
  readonly onOpen: (id: string) => void;
}

/** What was promised under a mandate: the words as said, and the days that they mean beside them. */
export function Commitments({ mandate, onOpen }: CommitmentsProps): ReactNode {
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
        <Promise_ key={row.id} row={row} today={today} onOpen={onOpen} />
      ))}
    </section>
  );
}

interface PromiseProps extends Pick<CommitmentsProps, "onOpen"> {
  readonly row: RecordShown;
  readonly today: string;
}

function Promise_({ row, today, onOpen }: PromiseProps): ReactNode {
  const promised = row.fields as unknown as Promised;
  const due = dueOf(promised, today);
  return (
    <div className="cmt">
      <button type="button" className="cmt__open" onClick={() => onOpen(row.id)}>
        {promised.words ? <q className="serif">{promised.words}</q> : <b>{promised.what}</b>}
      </button>
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
      {promised.passage && <PlayPassage passage={promised.passage} />}
    </div>
  );
}
