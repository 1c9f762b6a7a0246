import type { ReactNode } from "react";
import { t } from "../../i18n";
import { Button, Dialog } from "../../ui";
import type { Act } from "../doors";

interface LeaveDialogProps {
  readonly act: Act;
  readonly open: boolean;
  readonly onDone: () => void;
}

/** Leaving gives the leg up; the seat stays and can be taken again. */
export function LeaveDialog({ act, open, onDone }: LeaveDialogProps): ReactNode {
  const leave = () => {
    act("leave");
    onDone();
  };
  return (
    <Dialog
      open={open}
      onClose={onDone}
      title={t("stage.leave_ask")}
      alert
      dark
      actions={
        <>
          <Button onPress={onDone} autoFocus>
            {t("stage.stay")}
          </Button>
          <Button look="danger" onPress={leave}>
            {t("stage.leave")}
          </Button>
        </>
      }
    >
      <p>{t("stage.leave_more")}</p>
    </Dialog>
  );
}
