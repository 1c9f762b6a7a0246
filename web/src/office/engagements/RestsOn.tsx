import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { dateShort, t } from "../../i18n";
import { Button, Dialog } from "../../ui";
import { getRecord } from "../api";
import { Contact } from "./Behind";

interface RestsOnProps {
  /** Ids of records; none closes it. */
  readonly records: readonly string[];
  readonly onClose: () => void;
}

/** The entries that a fact rests on. */
export function RestsOn({ records, onClose }: RestsOnProps): ReactNode {
  const query = useQuery({
    queryKey: ["office", "records", records],
    queryFn: () => Promise.all(records.map(async (id) => (await getRecord(id)).record)),
    enabled: records.length > 0,
  });
  return (
    <Dialog
      open={records.length > 0}
      onClose={onClose}
      title={t("office.rests_on")}
      actions={<Button onPress={onClose}>{t("office.cancel")}</Button>}
    >
      <ul className="engs">
        {query.data?.map((row) =>
          row.kind === "engagement" ? (
            <Contact key={row.id} row={row} />
          ) : (
            <li key={row.id} className="eng">
              <span />
              <div>
                <b>{String(row.fields.place ?? row.fields.title ?? "")}</b>
                <div className="small muted">{dateShort(row.at)}</div>
              </div>
            </li>
          ),
        )}
      </ul>
    </Dialog>
  );
}
