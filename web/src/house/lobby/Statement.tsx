import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "../../i18n";

interface StatementProps {
  readonly isAlone: boolean;
  readonly onChange: (isAlone: boolean) => void;
  readonly isRequired: boolean;
}

/** The person's own statement that nobody else sees or hears this. */
export function Statement({ isAlone, onChange, isRequired }: StatementProps): ReactNode {
  return (
    <label className="attest">
      <span className="check" data-on={isAlone || undefined} aria-hidden="true">
        {isAlone && <Check size={16} strokeWidth={3} />}
      </span>
      <span>
        <b>{t("lobby.alone")}</b>
        <span className="small muted attest__more">
          {t(isRequired ? "lobby.alone_required" : "lobby.alone_optional")}
        </span>
      </span>
      <input
        type="checkbox"
        className="vh"
        checked={isAlone}
        required={isRequired}
        onChange={(event) => onChange(event.target.checked)}
      />
    </label>
  );
}
