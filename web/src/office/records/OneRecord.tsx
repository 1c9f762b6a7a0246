import "./records.css";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { toLocal } from "../../house/meetings/zone";
import { t, tWord } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";
import { Button, Dialog } from "../../ui";
import { follow } from "../../ui/navigate";
import { getRecord, type RecordShown } from "../api";
import { CorrectRecord, EnterRecord, isEntered, type Kind, NarrowMandate } from "../entering";
import type { Passage } from "../entering/draft";
import { useIsDesk } from "../reading";
import { ReminderAddress, RemindersSent } from "../reminders";
import { isReminded } from "../reminders/reminded";
import { History } from "./History";
import { Outside } from "./Outside";
import { PlayPassage } from "./PlayPassage";
import { Value } from "./Value";
import { fieldsOf, titleOf } from "./words";

interface OneRecordProps {
  /** Empty while none is open. */
  readonly id: string;
  readonly onClose: () => void;
  /** Another record, named in this one. */
  readonly onOpen: (id: string) => void;
}

type Act = "correct" | "narrow" | "promise";
type Open = RecordShown & { readonly kind: Kind };

/** A record in words, what can be done with it, and every entry of the ledger about it. */
export function OneRecord({ id, onClose, onOpen }: OneRecordProps): ReactNode {
  const [act, setAct] = useState<Act | null>(null);
  const query = useQuery({ queryKey: ["office", "record", id], queryFn: () => getRecord(id), enabled: id !== "" });
  const row = query.data?.record;
  const end = (): void => setAct(null);
  if (row && isEntered(row.kind)) {
    const open = row as Open;
    if (act === "correct") return <CorrectRecord row={open} onClose={end} />;
    if (act === "narrow") return <NarrowMandate row={open} onClose={end} />;
    if (act === "promise") return <EnterRecord kind="commitment" {...promisedIn(open)} onClose={end} />;
  }
  return (
    <Dialog
      open={id !== ""}
      onClose={onClose}
      title={row ? titleOf(row) || tWord("office.kind", row.kind) : t("office.records")}
      actions={
        <>
          {row && <Acts row={row} onAct={setAct} />}
          <Button onPress={onClose}>{t("office.close")}</Button>
        </>
      }
    >
      {query.error && <p role="alert">{sentenceOf(query.error)}</p>}
      {row && <Shown row={row} onOpen={onOpen} />}
      {row && <Reminders key={row.id} row={row} />}
      {query.data && <History shown={query.data} />}
    </Dialog>
  );
}

function Acts({ row, onAct }: { readonly row: RecordShown; readonly onAct: (act: Act) => void }): ReactNode {
  const isDesk = useIsDesk();
  return (
    <>
      {["person", "organisation", "mandate"].includes(row.kind) && (
        <a className="btn" href={`/desk/timeline?about=${row.id}`} onClick={follow}>
          {t("office.timeline")}
        </a>
      )}
      {isDesk && row.kind === "engagement" && (
        <Button onPress={() => onAct("promise")}>{t("office.enter_promise")}</Button>
      )}
      {isDesk && row.kind === "mandate" && <Button onPress={() => onAct("narrow")}>{t("office.narrow")}</Button>}
      {isDesk && isEntered(row.kind) && <Button onPress={() => onAct("correct")}>{t("office.correct")}</Button>}
    </>
  );
}

/** What the desk alone is shown of a record: where reminders go, and which there are. */
function Reminders({ row }: { readonly row: RecordShown }): ReactNode {
  const isDesk = useIsDesk();
  if (!isDesk) return null;
  if (row.kind === "commitment") return <RemindersSent commitment={row.id} />;
  return isReminded(row) && <ReminderAddress record={row.id} />;
}

function Shown({ row, onOpen }: { readonly row: RecordShown; readonly onOpen: (id: string) => void }): ReactNode {
  const zone = typeof row.fields.zone === "string" ? row.fields.zone : undefined;
  return (
    <>
      <p className="row row--wrap">
        <span className="chip">{tWord("office.kind", row.kind)}</span>
        <Outside outside={row.outside} />
      </p>
      <dl className="records__fields">
        {fieldsOf(row).map(([name, value]) => (
          <div key={name}>
            <dt>{tWord("office.field", name)}</dt>
            <dd className={name === "words" ? "serif" : undefined}>
              <Value name={name} value={value} names={row.names} zone={zone} onOpen={onOpen} />
            </dd>
          </div>
        ))}
      </dl>
      {row.fields.passage !== null && row.fields.passage !== undefined && (
        <PlayPassage passage={row.fields.passage as Passage} />
      )}
    </>
  );
}

/** What is known of a promise made in an engagement. */
function promisedIn(row: Open): { known: Readonly<Record<string, unknown>>; names: RecordShown["names"] } {
  const first = (side: string): unknown => (row.fields[side] as readonly { person: string }[])[0]?.person;
  const known = {
    owner: first("officials"),
    counterpart: first("counterparts"),
    engagement: row.id,
    mandate: row.mandate,
    said_on: toLocal(row.at, String(row.fields.zone)).slice(0, 10),
  };
  return { known, names: { ...row.names, [row.id]: { kind: "title", name: titleOf(row) } } };
}
