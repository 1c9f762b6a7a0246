import type { ReactNode } from "react";
import { t } from "../../i18n";
import { Button, Dialog } from "../../ui";
import { type Act, PHASES } from "./act";

interface AdjournDialogProps {
  readonly act: Act;
  readonly open: boolean;
  readonly onDone: () => void;
}

/** Ending is final, so it is asked. */
export function AdjournDialog({ act, open, onDone }: AdjournDialogProps): ReactNode {
  const end = () => {
    act("shut", { phase: PHASES.ended });
    onDone();
  };
  return (
    <Dialog
      open={open}
      onClose={onDone}
      title={t("doors.adjourn.title")}
      alert
      dark
      actions={
        <>
          <Button onPress={onDone} autoFocus>
            {t("doors.adjourn.cancel")}
          </Button>
          <Button look="danger" onPress={end}>
            {t("doors.adjourn.do")}
          </Button>
        </>
      }
    >
      <p>{t("doors.adjourn.more")}</p>
    </Dialog>
  );
}
