import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { clock, dateShort, t, tWord } from "../../i18n";
import { Button, Dialog } from "../../ui";
import { getRecord } from "../api";
import { Outside } from "./Outside";
import { plainFields, titleOf } from "./words";

interface OneRecordProps {
  /** Empty while none is open. */
  readonly id: string;
  readonly onClose: () => void;
}

/** A record in words, and every entry of the ledger about it. */
export function OneRecord({ id, onClose }: OneRecordProps): ReactNode {
  const query = useQuery({ queryKey: ["office", "record", id], queryFn: () => getRecord(id), enabled: id !== "" });
  const row = query.data?.record;
  return (
    <Dialog
      open={id !== ""}
      onClose={onClose}
      title={row ? titleOf(row) || tWord("office.kind", row.kind) : t("office.records")}
      actions={<Button onPress={onClose}>{t("office.close")}</Button>}
    >
      {row && <Outside outside={row.outside} />}
      <dl className="records__fields">
        {row &&
          plainFields(row).map(([name, value]) => (
            <div key={name}>
              <dt>{tWord("office.field", name)}</dt>
              <dd>{name === "channel" ? tWord("office.by", value) : value}</dd>
            </div>
          ))}
      </dl>
      <h3>{t("office.history")}</h3>
      <ol className="records__history">
        {query.data?.entries.map((entry) => (
          <li key={entry.seq}>
            <span className="num">
              {dateShort(entry.at)} {clock(entry.at)}
            </span>{" "}
            {t(entry.kind.endsWith("_corrected") ? "office.corrected" : "office.entered")}
            {entry.reason && `: ${entry.reason}`}
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
