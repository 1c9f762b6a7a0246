import type { ReactNode } from "react";
import { t } from "../../i18n";
import { calendarAddress, extractAddress, ledgerAddress } from "./api";

/** What can be taken away from a meeting. */
export function Files({ meeting }: { readonly meeting: string }): ReactNode {
  const files = [
    ["calendar", calendarAddress(meeting)],
    ["ledger", ledgerAddress(meeting)],
    ["extract", extractAddress(meeting)],
  ] as const;
  return (
    <section className="panel" aria-labelledby="files-title">
      <div className="panel__head">
        <h2 id="files-title">{t("meetings.files")}</h2>
      </div>
      <ul className="panel__body stack stack--4">
        {files.map(([name, address]) => (
          <li key={name}>
            <a className="link" href={address} download>
              {t(`meetings.${name}`)}
            </a>
            <p className="hint">{t(`meetings.${name}_more`)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
