import type { ReactNode } from "react";
import type { View } from "../../api/model";
import { t } from "../../i18n";
import { ProofRow } from "../../ui";

/** The proof of the crossing under way, row by row, as it is measured. */
export function ProofList({ view }: { readonly view: View }): ReactNode {
  return (
    <ol className="proof panel" aria-label={t("doors.proof")}>
      {view.door.rows.map((row) => (
        <ProofRow key={row.row} row={row} zone={view.meeting.zone} />
      ))}
    </ol>
  );
}

/** Said on every screen of the closed side while it is true. */
export function NotEncrypted({ view }: { readonly view: View }): ReactNode {
  if (view.door.encrypted || view.door.side !== "closed") return null;
  return (
    <p className="small muted" data-testid="not-encrypted">
      <b className="warn">{t("doors.not_encrypted")}.</b> {t("doors.not_encrypted_more")}
    </p>
  );
}
