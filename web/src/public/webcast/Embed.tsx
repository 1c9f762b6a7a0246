import { Copy } from "lucide-react";
import { type ReactNode, useId } from "react";
import { t } from "../../i18n";
import { announce, Button } from "../../ui";
import { embedCode } from "./embedCode";

/** The code with which another page shows the same player. */
export function Embed({ meeting, title }: { readonly meeting: string; readonly title: string }): ReactNode {
  const heading = useId();
  const code = embedCode(window.location.origin, meeting, title);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(code);
    announce(t("public.copied"));
  };
  return (
    <section aria-labelledby={heading}>
      <div className="spread pub__head">
        <h2 id={heading}>{t("public.embed")}</h2>
        {navigator.clipboard && (
          <Button size="sm" onPress={() => void copy()}>
            <Copy size={14} aria-hidden="true" />
            {t("public.copy")}
          </Button>
        )}
      </div>
      <code className="code" dir="ltr">
        {code}
      </code>
      <p className="hint">{t("public.embed_more")}</p>
    </section>
  );
}
