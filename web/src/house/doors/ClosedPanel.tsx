import type { ReactNode } from "react";
import type { View } from "../../api/model";
import { t } from "../../i18n";
import { Button } from "../../ui";
import { OutsideNow } from "../outside";
import type { Act } from "./act";
import { offer } from "./acts";
import type { ClosedCheck } from "./closedCheck";
import { aloneCount } from "./closing";
import { NotEncrypted } from "./ProofList";

/** The sentence under the tiles: what this page knows of being heard, in one line. */
export function Standing({ view, check }: { readonly view: View; readonly check: ClosedCheck }): ReactNode {
  const { state } = view.door;
  if (state === "closed") return <ClosedStanding view={view} check={check} />;
  const words = {
    recess: "doors.recess.title",
    doors_closed: "doors.private.title",
    not_known: "doors.not_known.title",
  } as const;
  if (state !== "recess" && state !== "doors_closed" && state !== "not_known") return null;
  return (
    <div className="standing" data-testid="standing">
      <b>{t(words[state])}</b>
      {state === "not_known" && <span className="muted">{t("doors.not_known.more")}</span>}
    </div>
  );
}

function ClosedStanding({ view, check }: { readonly view: View; readonly check: ClosedCheck }): ReactNode {
  if (check === "closed") {
    const label = view.meeting.closed_label;
    return (
      <div className="standing standing--closed" data-testid="in-closed">
        <b>{t("doors.closed.title")}</b>
        {label && <span className="muted">{label}</span>}
      </div>
    );
  }
  const isStrange = check === "strangers";
  return (
    <div
      className={`standing ${isStrange ? "standing--bad" : "standing--wait"}`}
      role={isStrange ? "alert" : undefined}
      data-testid="standing"
    >
      <b>{t(isStrange ? "doors.closed.strangers" : "doors.closed.joining")}</b>
      <span>{t(isStrange ? "doors.closed.strangers_more" : "doors.closed.joining_more")}</span>
    </div>
  );
}

/** Beside the closed chamber: the people's part before the first word, and what the outside has of it. */
export function ClosedPanel({ view, act }: { readonly view: View; readonly act: Act }): ReactNode {
  const { stated, of } = aloneCount(view);
  const own = offer(view, "state_alone");
  const attests = view.steps.some((step) => step.step === "attest_alone");
  return (
    <>
      {attests && (
        <div className="side__sec" data-testid="alone">
          <h2>
            {t("doors.closed.before")} <span className="count">{t("doors.closed.alone", { stated, of })}</span>
          </h2>
          {own &&
            (view.me.stated_alone ? (
              <p className="ok">{t("doors.closed.stated")}</p>
            ) : (
              <Button block look="primary" reason={own.reason} onPress={() => act("state_alone")} reasonAt="below">
                {t("doors.closed.state")}
              </Button>
            ))}
        </div>
      )}
      <div className="side__sec stack">
        <h2>{t("doors.outside")}</h2>
        {view.outside === null ? <p className="small muted">{t("doors.outside_more")}</p> : <OutsideNow view={view} />}
        <NotEncrypted view={view} />
      </div>
    </>
  );
}
