import "./outside.css";
import { Globe, Radio } from "lucide-react";
import type { ReactNode } from "react";
import type { ShownOutside } from "../../api/model";
import { locale, t } from "../../i18n";
import { viewers } from "./viewers";

/** How many are outside now, beside the gate; there is no room for it on a phone. */
export function Audience({ outside }: { readonly outside: ShownOutside | null }): ReactNode {
  if (outside === null || outside.outputs.length === 0) return null;
  const counted = viewers(outside);
  return (
    <span className="audience hide-phone" data-testid="audience">
      {counted === null && <span>{t("outside.audience_not_known")}</span>}
      {counted?.public !== undefined && (
        <span>
          <Globe size={15} aria-hidden="true" />
          <b className="num">{counted.public.toLocaleString(locale.intl)}</b> {t("outside.public")}
        </span>
      )}
      {counted?.press !== undefined && (
        <span>
          <Radio size={15} aria-hidden="true" />
          <b className="num">{counted.press.toLocaleString(locale.intl)}</b> {t("outside.press")}
        </span>
      )}
    </span>
  );
}
