import type { ReactNode } from "react";
import { dateShort, tWord } from "../../i18n";
import type { RecordShown } from "../api";
import { Outside } from "./Outside";
import { titleOf } from "./words";

interface LineProps {
  readonly row: RecordShown;
  readonly onOpen: () => void;
}

export function Line({ row, onOpen }: LineProps): ReactNode {
  const channel = row.kind === "engagement" ? tWord("office.by", String(row.fields.channel)) : titleOf(row);
  return (
    <li>
      <button type="button" className="records__line" onClick={onOpen}>
        <span className="small muted num">{row.at > 0 ? dateShort(row.at) : ""}</span>
        <span className="chip">{tWord("office.kind", row.kind)}</span>
        <b>{channel}</b>
        <Outside outside={row.outside} />
      </button>
    </li>
  );
}
