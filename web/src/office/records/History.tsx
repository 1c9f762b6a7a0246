import type { ReactNode } from "react";
import { moment, t, tWord } from "../../i18n";
import type { Entry, Names, RecordWithHistory } from "../api";
import { type Change, changesBetween } from "./changes";
import { inWords } from "./words";

/** Every entry about a record, oldest first, with what each changed. */
export function History({ shown }: { readonly shown: RecordWithHistory }): ReactNode {
  const zone = typeof shown.record.fields.zone === "string" ? shown.record.fields.zone : undefined;
  return (
    <section>
      <h3>{t("office.history")}</h3>
      <ol className="records__history">
        {shown.entries.map((entry, n) => {
          const before = shown.entries[n - 1];
          return (
            <li key={`${entry.at} ${entry.kind}`} className="records__entry">
              <span className="num muted">{moment(entry.at)}</span> {actOf(entry)}
              {entry.reason && `: ${entry.reason}`}
              {before && (
                <Changed names={shown.record.names} zone={zone} changes={changesBetween(before.fields, entry.fields)} />
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** "entered by the desk": an entry's kind ends with what was done. */
const actOf = (entry: Entry): string =>
  t("office.act_by", {
    act: tWord("office.act", entry.kind.slice(entry.kind.lastIndexOf("_") + 1)),
    who: tWord("office.entered_by", entry.by),
  });

interface ChangedProps {
  readonly changes: readonly Change[];
  readonly names: Names;
  readonly zone: string | undefined;
}

function Changed({ changes, names, zone }: ChangedProps): ReactNode {
  const said = (field: string, value: unknown): string => inWords(field, value, names, zone);
  return (
    <dl className="records__changed">
      {changes.map(({ field, before, after }) => (
        <div key={field}>
          <dt>{tWord("office.field", field)}</dt>
          <dd>
            {said(field, before) && <del>{said(field, before)}</del>}{" "}
            {said(field, after) ? (
              <ins>{said(field, after)}</ins>
            ) : (
              <span className="muted">{t("office.taken_out")}</span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
