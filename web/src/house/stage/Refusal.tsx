import { X } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "../../i18n";
import { IconButton } from "../../ui";

/** Why the last command was not done, until it is dismissed or another is given. */
export function Refusal({
  words,
  onDismiss,
}: {
  readonly words: string | null;
  readonly onDismiss: () => void;
}): ReactNode {
  if (words === null) return null;
  return (
    <div className="refusal row" data-testid="refusal">
      <span className="grow">{words}</span>
      <IconButton label={t("stage.dismiss")} onPress={onDismiss}>
        <X size={16} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
