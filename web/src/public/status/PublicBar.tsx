import type { ReactNode } from "react";
import { t } from "../../i18n";
import { Logo } from "../../ui";

/** The bar on top of every public page. */
export function PublicBar({ children }: { readonly children?: ReactNode }): ReactNode {
  return (
    <header className="pub__bar">
      <span className="brand">
        <Logo size={24} />
        {t("app.name")}
      </span>
      {children}
    </header>
  );
}
