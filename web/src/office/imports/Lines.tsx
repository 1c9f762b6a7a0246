import { type ReactNode, useId, useState } from "react";
import { t, tWord } from "../../i18n";
import { Button } from "../../ui";
import type { Names } from "../api";
import { useNames } from "../records/useNames";
import { nameIn } from "../records/words";
import type { Line } from "./api";
import { countsOf, expectedIn, idsIn, isAcceptable } from "./lines";
import { Proposal } from "./Proposal";

/** Lines that are shown before one asks for more. */
const AT_ONCE = 60;

interface LinesProps {
  readonly file: string;
  readonly lines: readonly Line[];
  readonly isRefused: boolean;
  readonly onOpen: (id: string) => void;
}

/** Each line with its number, its state and, where it could not be read, what is expected in which field. */
export function Lines({ file, lines, isRefused, onOpen }: LinesProps): ReactNode {
  const heading = useId();
  const [most, setMost] = useState(AT_ONCE);
  const shown = lines.slice(0, most);
  const names = useNames(idsIn(shown));
  if (lines.length === 0) {
    return isRefused ? null : <p className="panel panel__body muted">{t("office.import_no_lines")}</p>;
  }
  return (
    <section className="panel" aria-labelledby={heading}>
      <div className="panel__head files__head">
        <h2 id={heading}>{t("office.import_lines")}</h2>
        <p className="small muted" role="status">
          {countsOf(lines)
            .map(([state, n]) => `${n} ${tWord("office.line_state", state)}`)
            .join(", ")}
        </p>
      </div>
      <ol className="files">
        {shown.map((line) => (
          <li key={line.number} className="files__line">
            <OneLine file={file} line={line} names={names} onOpen={onOpen} />
          </li>
        ))}
      </ol>
      {lines.length > most && (
        <div className="panel__body row row--wrap">
          <Button onPress={() => setMost(most + AT_ONCE)}>{t("office.more_lines")}</Button>
          <span className="small muted">{t("office.lines_left", { n: lines.length - most })}</span>
        </div>
      )}
    </section>
  );
}

interface OneLineProps {
  readonly file: string;
  readonly line: Line;
  readonly names: Names;
  readonly onOpen: (id: string) => void;
}

const LOOKS: Readonly<Record<string, string>> = {
  fault: " chip--bad",
  proposed: " chip--warn",
  entered: " chip--ok",
  corrected: " chip--ok",
  accepted: " chip--ok",
};

function OneLine({ file, line, names, onOpen }: OneLineProps): ReactNode {
  const { record, kind, state } = line;
  return (
    <>
      <span className="files__number small num">{t("office.line_n", { n: line.line })}</span>
      <span className={`chip${LOOKS[state] ?? ""}`}>{tWord("office.line_state", state)}</span>
      <div className="files__said">
        {state === "proposed" && isAcceptable(kind) ? (
          <Proposal file={file} line={line} kind={kind} names={names} />
        ) : (
          <>
            {kind && <span className="small muted">{tWord("office.kind", kind)} </span>}
            {record && (
              <button type="button" className="files__open link" onClick={() => onOpen(record)}>
                {names[record] ? nameIn(names, record) : t("office.open_record")}
              </button>
            )}
            {(state === "fault" || state === "left_out" || state === "known") && <p>{expectedIn(line)}</p>}
          </>
        )}
      </div>
    </>
  );
}
