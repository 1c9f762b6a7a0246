import type { ReactNode } from "react";
import { dateShort, tWord } from "../../i18n";
import type { RecordShown } from "../api";
import { Outside } from "./Outside";
import { titleOf, underTitle } from "./words";

interface LineProps {
  readonly row: RecordShown;
  readonly onOpen: () => void;
  /** Of a timeline: another instant than the record's own, and what happened then. */
  readonly at?: number;
  readonly says?: string;
}

/** A record in one line, which opens it. */
export function Line({ row, onOpen, at = row.at, says }: LineProps): ReactNode {
  const zone = typeof row.fields.zone === "string" ? row.fields.zone : "UTC";
  const isPlanned = row.fields.happened === false;
  return (
    <li>
      <button type="button" className="records__line" onClick={onOpen}>
        <span className="small muted num">{at > 0 ? dateShort(at, zone) : ""}</span>
        <span className="records__kind">
          <span className="chip">{says ?? tWord("office.kind", row.kind)}</span>
        </span>
        <span className="records__what">
          <b>{titleOf(row)}</b> <span className="small muted">{underTitle(row)}</span>
        </span>
        {isPlanned && <span className="chip chip--warn">{tWord("office.state", "planned")}</span>}
        <Outside outside={row.outside} />
      </button>
    </li>
  );
}
