import type { ReactNode } from "react";
import { t } from "../../i18n";
import { Button, Dialog } from "../../ui";
import { SHORTCUTS, type Shortcut } from "./shortcuts";

interface ShortcutsProps {
  readonly open: boolean;
  readonly onDone: () => void;
  /** Those that do something on this page; all of them where it is left out. */
  readonly has?: readonly Shortcut[];
}

/** The list behind `?`. */
export function ShortcutsDialog({ open, onDone, has }: ShortcutsProps): ReactNode {
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
        {SHORTCUTS.filter(({ shortcut }) => has?.includes(shortcut) ?? true).map(({ shortcut, keys }) => (
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
