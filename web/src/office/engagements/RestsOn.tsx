import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { t } from "../../i18n";
import { Button, Dialog } from "../../ui";
import { getRecords } from "../api";
import { Line } from "../records/Line";
import { Contact } from "./Behind";

interface RestsOnProps {
  /** Ids of records; none closes it. */
  readonly records: readonly string[];
  readonly onClose: () => void;
  readonly onOpen: (id: string) => void;
}

/** The entries that a fact rests on. */
export function RestsOn({ records, onClose, onOpen }: RestsOnProps): ReactNode {
  const query = useQuery({
    queryKey: ["office", "records", records],
    queryFn: () => getRecords({ id: records }),
    enabled: records.length > 0,
  });
  return (
    <Dialog
      open={records.length > 0}
      onClose={onClose}
      title={t("office.rests_on")}
      actions={<Button onPress={onClose}>{t("office.close")}</Button>}
    >
      <ul className="engs">
        {query.data?.map((row) =>
          row.kind === "engagement" ? (
            <Contact key={row.id} row={row} onOpen={onOpen} />
          ) : (
            <Line key={row.id} row={row} onOpen={() => onOpen(row.id)} />
          ),
        )}
      </ul>
    </Dialog>
  );
}
