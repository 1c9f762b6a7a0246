import { Check, EyeOff, Hourglass, X } from "lucide-react";
import type { ReactNode } from "react";
import type { ShownRow } from "../api/model";
import { clockSeconds, t, tWord } from "../i18n";
import { type RowLook, rowLook } from "./doorLook";

const SLOTS: Readonly<Record<RowLook, ReactNode>> = {
  ok: <Check size={14} strokeWidth={3} />,
  measuring: <Hourglass size={13} />,
  failed: <X size={14} strokeWidth={3} />,
  jammed: <X size={14} strokeWidth={3} />,
};

/** One row of the proof: what was measured, what it means and when. Put in an `<ol className="proof panel">`. */
export function ProofRow({ row, zone }: { readonly row: ShownRow; readonly zone?: string }): ReactNode {
  const look = rowLook(row);
  const isBlind = look === "jammed" && row.state === "unknown";
  return (
    <li className="probe" data-s={look} data-row={row.row} data-state={row.state}>
      <span className="slot" aria-hidden="true">
        {isBlind ? <EyeOff size={13} /> : SLOTS[look]}
      </span>
      <span className="probe__name">
        {tWord("row", row.row)}
        <small>{tWord("row_means", row.row)}</small>
      </span>
      <span className="probe__meas">{row.found}</span>
      <span className="probe__state">{t(isBlind ? "row_state.not_known" : `row_state.${look}`)}</span>
      <span className="probe__t">{row.asked === null ? "" : clockSeconds(row.asked, zone)}</span>
    </li>
  );
}
