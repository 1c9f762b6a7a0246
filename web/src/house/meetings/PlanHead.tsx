import { type ReactNode, useState } from "react";
import type { PlannedMeeting } from "../../api/model";
import { clock, t } from "../../i18n";
import { Button, Tally } from "../../ui";
import { follow } from "../../ui/navigate";
import { InviteDialog } from "./InviteDialog";
import { PrintDialog } from "./PrintDialog";
import type { PlanEditor } from "./usePlan";

interface PlanHeadProps {
  readonly title: string;
  readonly editor: PlanEditor;
  readonly planned: PlannedMeeting | null;
  readonly isOpen: boolean;
  readonly onSave: () => Promise<void>;
}

/** What is saved, said in one sentence. */
export function savedText(editor: PlanEditor, isOpen: boolean): string {
  if (!isOpen) return t("meetings.locked");
  if (editor.isSaving) return t("meetings.saving");
  if (editor.failure) return editor.failure;
  if (editor.isDirty && editor.faults > 0) return t("meetings.held_back", { n: editor.faults });
  if (editor.isDirty) return t("meetings.not_saved");
  return editor.savedAt === null ? t("meetings.nothing_to_save") : t("meetings.saved", { time: clock(editor.savedAt) });
}

/** Title, what is saved, and the acts that need a saved plan. */
export function PlanHead({ title, editor, planned, isOpen, onSave }: PlanHeadProps): ReactNode {
  const [dialog, setDialog] = useState<"invite" | "print" | null>(null);
  const close = (): void => setDialog(null);
  const needsSave = planned === null || editor.isDirty ? t("meetings.save_first") : null;
  const needsSeats = planned?.plan.seats.length === 0 ? t("meetings.no_seats") : null;
  const noSave = isOpen
    ? editor.isDirty || planned === null
      ? null
      : t("meetings.nothing_to_save")
    : t("meetings.locked");
  return (
    <div className="head">
      <div className="grow">
        <p className="small">
          <a href="/desk" onClick={follow}>
            {t("meetings.meetings")}
          </a>{" "}
          / {t("meetings.plan")}
        </p>
        <h1>{title}</h1>
        <div className="row row--wrap head__state">
          {planned && <Tally state={planned.state} />}
          <p role="status" data-saved={!editor.isDirty || undefined}>
            {savedText(editor, isOpen)}
          </p>
        </div>
      </div>
      <Button onPress={() => setDialog("print")} reason={needsSave ?? needsSeats} reasonAt="below">
        {t("meetings.print")}
      </Button>
      <Button onPress={() => setDialog("invite")} reason={needsSave ?? needsSeats} reasonAt="below">
        {t("meetings.invite")}
      </Button>
      <Button look="primary" onPress={onSave} reason={editor.isSaving ? t("meetings.saving") : noSave} reasonAt="below">
        {t("meetings.save")}
      </Button>
      {planned && <InviteDialog open={dialog === "invite"} onClose={close} planned={planned} />}
      {planned && <PrintDialog open={dialog === "print"} onClose={close} planned={planned} />}
    </div>
  );
}
