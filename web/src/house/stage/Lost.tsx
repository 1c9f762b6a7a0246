import type { ReactNode } from "react";
import { t } from "../../i18n";

/** Over every screen of a page that does not know the state. */
export const Lost = (): ReactNode => (
  <div className="standing standing--bad" role="alert" data-testid="treat-as-on-air">
    <b>{t("doors.stale.title")}</b>
    <span>{t("doors.stale.more")}</span>
  </div>
);
