import { Copy } from "lucide-react";
import { type ReactNode, useState } from "react";
import { moment, t } from "../../i18n";
import { Button, Dialog, Field } from "../../ui";
import type { LinkMade } from "./api";
import { linkOf } from "./reader";

export interface LinkFor {
  readonly name: string;
  readonly made: LinkMade;
}

/** A link that works once, shown once: it cannot be had again when this is closed. */
export function LinkDialog({ name, made, onClose }: LinkFor & { readonly onClose: () => void }): ReactNode {
  const [isCopied, setCopied] = useState(false);
  const link = linkOf(window.location.origin, made.secret);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(link);
    setCopied(true);
  };
  return (
    <Dialog
      open
      alert
      wide
      onClose={onClose}
      title={t("office.link_for", { name })}
      actions={
        <>
          <Button onPress={onClose}>{t("office.close")}</Button>
          {navigator.clipboard && (
            <Button look="primary" onPress={() => void copy()}>
              <Copy size={16} aria-hidden="true" />
              {t("office.copy_link")}
            </Button>
          )}
        </>
      }
    >
      <p>{t("office.link_once", { when: moment(made.expires) })}</p>
      <Field label={t("office.link")}>
        {(ids) => (
          <input {...ids} className="input hash" readOnly value={link} onFocus={(event) => event.target.select()} />
        )}
      </Field>
      <p className="small" role="status">
        {isCopied && t("office.link_copied")}
      </p>
    </Dialog>
  );
}
