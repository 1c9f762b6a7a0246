import { Check } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import type { View } from "../../api/model";
import { t } from "../../i18n";
import { Button } from "../../ui";

/** What holds for everyone in the gallery, and what the institution says to this role. */
export function RuleList({ view }: { readonly view: View }): ReactNode {
  const rules = [...view.notices, t("gallery.rule.record"), t("gallery.rule.times"), t("gallery.rule.after")];
  return (
    <ul className="stack small">
      {rules.map((rule) => (
        <li key={rule} className="row rule">
          <Check size={16} aria-hidden="true" />
          <span>{rule}</span>
        </li>
      ))}
    </ul>
  );
}

interface RulesProps {
  readonly view: View;
  /** Why the acceptance was not entered, or empty. */
  readonly refusal: string;
  readonly onAccept: () => void;
}

/** Before the rules are accepted nothing else is shown. */
export function Rules({ view, refusal, onAccept }: RulesProps): ReactNode {
  const heading = useId();
  const [ticked, setTicked] = useState(false);
  return (
    <section className="panel gallery__rules" aria-labelledby={heading}>
      <div className="panel__head">
        <h2 id={heading}>{t("gallery.rules")}</h2>
      </div>
      <div className="panel__body stack stack--4">
        <p className="muted">{t("gallery.rules_more")}</p>
        <RuleList view={view} />
        <label className="row row--3 accept">
          <input
            type="checkbox"
            className="vh"
            checked={ticked}
            onChange={(event) => setTicked(event.target.checked)}
          />
          <span className="check" data-on={ticked || undefined} aria-hidden="true">
            {ticked && <Check size={16} strokeWidth={3} />}
          </span>
          <b>{t("gallery.accept")}</b>
        </label>
        {refusal && <p className="warn">{refusal}</p>}
        <Button
          look="primary"
          size="lg"
          reason={ticked ? (view.can.accept_rules ?? null) : t("gallery.accept_first")}
          onPress={onAccept}
        >
          {t("gallery.enter")}
        </Button>
      </div>
    </section>
  );
}
