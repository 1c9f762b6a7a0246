import type { ReactNode } from "react";
import { t } from "../../i18n";
import { Button, Dialog } from "../../ui";
import { SHORTCUTS } from "./shortcuts";

/** The list behind `?`. */
export function ShortcutsDialog({ open, onDone }: { readonly open: boolean; readonly onDone: () => void }): ReactNode {
  return (
    <Dialog
      open={open}
      onClose={onDone}
      title={t("stage.shortcuts")}
      dark
      actions={
        <Button look="primary" onPress={onDone}>
          {t("stage.done")}
        </Button>
      }
    >
      <dl className="shortcuts">
        {SHORTCUTS.map(({ shortcut, keys }) => (
          <div key={shortcut}>
            <dt>
              <kbd className="kbd">{keys}</kbd>
            </dt>
            <dd>{t(`stage.shortcut.${shortcut}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
