import type { ReactNode } from "react";
import type { View } from "../../api/model";
import { t } from "../../i18n";
import { dumpsSaid } from "./dumps";
import { dropped, wasPublic } from "./words";

/** Every dump of this meeting, for the desk: the latest first. */
export function DumpList({ view }: { readonly view: View }): ReactNode {
  const dumps = dumpsSaid(view.outside);
  if (dumps.length === 0) return null;
  return (
    <div data-testid="dumps">
      <h2>
        {t("outside.dumps")} <span className="count">{dumps.length}</span>
      </h2>
      <ol className="small">
        {dumps.map((dump) => (
          <li key={dump.key}>
            {dropped(dump, view.meeting.zone)} <span className="muted">{wasPublic(dump)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
