import { type ReactNode, useState } from "react";
import type { View } from "../../api/model";
import { t, tWord } from "../../i18n";
import { Button, Dialog } from "../../ui";
import { type Act, PHASES } from "./act";
import { type CloseStep, closeSteps, mayOverride } from "./closing";
import { GroundForm } from "./GroundForm";

interface CloseDialogProps {
  readonly view: View;
  readonly act: Act;
  readonly open: boolean;
  readonly onDone: () => void;
}

/** Closing, with the institution's steps in their order. Without steps it asks once. */
export function CloseDialog({ view, act, open, onDone }: CloseDialogProps): ReactNode {
  const steps = closeSteps(view);
  const close = (skip: boolean) => {
    act("shut", { phase: PHASES.closed, skip });
    onDone();
  };
  return (
    <Dialog
      open={open}
      onClose={onDone}
      title={t("doors.close.title")}
      wide={steps.length > 0}
      dark
      actions={
        <>
          <Button onPress={onDone}>{t("doors.close.cancel")}</Button>
          {mayOverride(view) && (
            <Button look="danger" onPress={() => close(true)}>
              {t("doors.close.override")}
            </Button>
          )}
          <Button look="primary" reason={view.can.close ?? null} onPress={() => close(false)}>
            {t("doors.close.do")}
          </Button>
        </>
      }
    >
      <p>{t("doors.close.more")}</p>
      {steps.length > 0 && (
        <ol className="closesteps">
          {steps.map((step) => (
            <li key={step.step} data-step={step.step} data-state={step.state}>
              <h3>
                {t(`doors.close.${TITLE[step.step]}`)}{" "}
                <span className="chip">{t(`doors.close.step.${step.state}`)}</span>
              </h3>
              {step.detail && <p className="small muted">{step.detail}</p>}
              <StepBody view={view} step={step} act={act} />
            </li>
          ))}
        </ol>
      )}
      {mayOverride(view) && <p className="small muted">{t("doors.close.override_more")}</p>}
    </Dialog>
  );
}

const TITLE = { choose_ground: "ground", read_announcement: "script", vote: "vote" } as const;

function StepBody({
  view,
  step,
  act,
}: {
  readonly view: View;
  readonly step: CloseStep;
  readonly act: Act;
}): ReactNode {
  switch (step.step) {
    case "choose_ground":
      return <GroundForm view={view} act={act} reason={step.reason} />;
    case "read_announcement":
      return <Script view={view} act={act} reason={step.reason} />;
    case "vote":
      return <RollCall view={view} act={act} reason={step.reason} />;
  }
}

interface StepProps {
  readonly view: View;
  readonly act: Act;
  readonly reason: string | null | undefined;
}

function Script({ view, act, reason }: StepProps): ReactNode {
  const { motion } = view;
  if (!motion?.script) return <p className="small muted">{t("doors.close.script_first")}</p>;
  return (
    <div className="stack">
      <blockquote className="script serif">{motion.script}</blockquote>
      {motion.announced ? (
        <p className="ok">{t("doors.close.read_done")}</p>
      ) : (
        reason !== undefined && (
          <Button reason={reason} onPress={() => act("read_announcement")}>
            {t("doors.close.read")}
          </Button>
        )
      )}
    </div>
  );
}

/** Each member casts their own vote in their own page; here the roll is read as it comes in. */
function RollCall({ view, act, reason }: StepProps): ReactNode {
  const { motion } = view;
  const [isAsked, setAsked] = useState(false);
  const open = () => {
    setAsked(true);
    act("open_vote");
  };
  if (!motion?.vote_open) {
    return reason === undefined ? null : (
      <Button reason={reason} onPress={open}>
        {t("doors.close.vote_open")}
      </Button>
    );
  }
  const votes = new Map(motion.votes);
  const roll = view.seats.filter((seat) => votes.has(seat.seat) || motion.waiting.includes(seat.seat));
  return (
    <div className="stack" aria-live={isAsked ? "polite" : "off"}>
      {motion.outcome && <p className="small">{t(`doors.close.outcome.${motion.outcome}`)}</p>}
      <ul className="roll">
        {roll.map((seat) => {
          const vote = votes.get(seat.seat);
          return (
            <li key={seat.seat}>
              <span>{seat.person}</span>
              <b data-vote={vote ?? ""}>{!vote ? t("doors.close.vote_waiting") : tWord("doors.vote", vote)}</b>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
