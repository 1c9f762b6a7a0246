import type { ReactNode } from "react";
import { t } from "../../i18n";
import type { RecordShown } from "../api";

/** What of a record its mandate did not cover on its day. */
export function Outside({ outside }: { readonly outside: RecordShown["outside"] }): ReactNode {
  if (!outside) return null;
  const what = [...outside.topics, ...outside.countries].join(", ");
  return (
    <span className="chip chip--warn">
      {outside.is_before ? t("office.before_mandate") : t("office.outside", { what })}
    </span>
  );
}
