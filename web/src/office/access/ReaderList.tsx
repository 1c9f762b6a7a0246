import { type ReactNode, useId, useState } from "react";
import { dateShort, t, tWord } from "../../i18n";
import { Button, Dialog } from "../../ui";
import { Refusal } from "../entering/Refusal";
import { useSending } from "../entering/useSending";
import { useNames } from "../records/useNames";
import { nameIn } from "../records/words";
import { endReading, newLink, type Reader } from "./api";
import type { LinkFor } from "./LinkDialog";
import { isPresent, stateOf } from "./reader";

interface ReaderListProps {
  readonly readers: readonly Reader[];
  readonly onLink: (link: LinkFor) => void;
  readonly onBody: (body: string) => void;
}

/** Everybody who reads or read, the newest first, and until when. */
export function ReaderList({ readers, onLink, onBody }: ReaderListProps): ReactNode {
  const heading = useId();
  const names = useNames(readers.flatMap(({ of, mandates }) => (of ? [of, ...mandates] : mandates)));
  return (
    <section className="panel" aria-labelledby={heading}>
      <div className="panel__head">
        <h2 id={heading}>{t("office.who_reads")}</h2>
      </div>
      {readers.length === 0 && <p className="panel__body muted">{t("office.no_readers")}</p>}
      <ul>
        {readers.map((reader) => (
          <li key={reader.id} className="panel__line">
            <OneReader
              reader={reader}
              of={(reader.of ? [reader.of] : reader.mandates).map((id) => nameIn(names, id)).join(", ")}
              onLink={onLink}
              onBody={onBody}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface OneReaderProps extends Omit<ReaderListProps, "readers"> {
  readonly reader: Reader;
  /** What they read as, by name. */
  readonly of: string;
}

function OneReader({ reader, of, onLink, onBody }: OneReaderProps): ReactNode {
  const { id, name, kind } = reader;
  const [isEnding, setEnding] = useState(false);
  const { refusal, send } = useSending();
  const now = Date.now() * 1_000;
  const isReading = isPresent(reader, now);
  const end = async (): Promise<void> => {
    await send(() => endReading(id));
    setEnding(false);
  };
  return (
    <>
      <div className="grow">
        <b>{name}</b>
        <p className="small muted">
          {t("office.reader_as", { kind: tWord("office.reader_kind", kind), of })}.{" "}
          {t("office.reader_since", { day: dateShort(reader.granted) })}
        </p>
      </div>
      <span className={`chip${isReading ? " chip--ok" : ""}`}>{stateOf(reader, now)}</span>
      <div className="row row--wrap">
        {kind === "oversight" && reader.of !== null && (
          <Button
            size="sm"
            label={t("office.released_of", { name: of })}
            onPress={() => reader.of !== null && onBody(reader.of)}
          >
            {t("office.released")}
          </Button>
        )}
        {isReading && (
          <>
            <Button
              size="sm"
              label={t("office.new_link_for", { name })}
              onPress={() => void send(async () => onLink({ name, made: await newLink(id) }))}
            >
              {t("office.new_link")}
            </Button>
            <Button size="sm" label={t("office.end_reading_of", { name })} onPress={() => setEnding(true)}>
              {t("office.end_reading")}
            </Button>
          </>
        )}
      </div>
      <Refusal said={refusal} className="access__refusal" />
      <Dialog
        open={isEnding}
        alert
        onClose={() => setEnding(false)}
        title={t("office.end_reading_ask", { name })}
        actions={
          <>
            <Button onPress={() => setEnding(false)}>{t("office.cancel")}</Button>
            <Button look="danger" onPress={() => void end()}>
              {t("office.end_reading")}
            </Button>
          </>
        }
      >
        <p>{t("office.end_reading_more")}</p>
      </Dialog>
    </>
  );
}
