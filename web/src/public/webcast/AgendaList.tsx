import { type ReactNode, useId } from "react";
import { t } from "../../i18n";
import type { PublicStatus } from "../status/status";

/** The open titles, and which of them the picture is at. */
export function AgendaList({ status }: { readonly status: PublicStatus }): ReactNode {
  const heading = useId();
  const current = status.words.state === "on_air" ? status.item?.title : undefined;
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading} className="pub__head">
        {t("public.agenda")}
      </h2>
      {status.items.length === 0 && <p className="muted">{t("public.no_agenda")}</p>}
      <ol className="tl">
        {status.items.map((title, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: items have no name but their place, and two may have one title
          <li key={index} aria-current={title === current ? "step" : undefined}>
            <span className="num">{index + 1}</span>
            <div>
              <b>{title}</b>
              {title === current && <span className="small muted">{t("public.now")}</span>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
