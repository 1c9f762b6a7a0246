import { KeyRound } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import type { Instant, ShownOpening, View } from "../../api/model";
import { length, t, tWord } from "../../i18n";
import { Button, Glyph } from "../../ui";
import type { Act } from "./act";
import { offer } from "./acts";
import { secondsUntil } from "./countdown";
import { Keys } from "./Keys";
import { NotEncrypted } from "./ProofList";
import { isFirstOpening } from "./screen";

interface OpeningProps {
  readonly view: View;
  readonly now: Instant;
  readonly opening: ShownOpening;
  readonly act: Act;
}

/** Opening is asked: a warning to everybody while the talk goes on, and the keys for who holds one. */
export function OpeningBanner({ view, now, opening, act }: OpeningProps): ReactNode {
  const title = t(isFirstOpening(view) ? "doors.asked.first" : "doors.asked.again", { name: opening.asked_by });
  const time = length(opening.lapses - now);
  return (
    <section className="asked" data-testid="asked" aria-label={title}>
      <div className="asked__words">
        <h2 className="row">
          <KeyRound size={18} aria-hidden="true" />
          {title}
        </h2>
        <p>{t("doors.asked.more", { rule: tWord("doors.rule", opening.rule), time })}</p>
        <StayClosed view={view} act={act} />
      </div>
      <Keys view={view} opening={opening} act={act} />
    </section>
  );
}

/** The keys are turned: ten seconds in which anyone with a key can still stop. */
export function CountdownScreen({ view, now, opening, act }: OpeningProps): ReactNode {
  const seconds = secondsUntil(opening.due ?? now, now);
  return (
    <main className="reopen" id="main" data-screen="countdown">
      <div className="reopen__words">
        <h1>{t("doors.count.title")}</h1>
        <p className="muted">{t("doors.count.more")}</p>
      </div>
      <div
        className="countdown"
        role="timer"
        aria-label={t("doors.count.label", { count: seconds })}
        data-testid="countdown"
      >
        <span className="muted">{t("doors.count.in")}</span>
        <b>{seconds}</b>
        <span className="muted">{t("doors.count.seconds", { count: seconds })}</span>
      </div>
      <StayClosed view={view} act={act} large />
      <p className="small muted">{t("doors.count.stop_who")}</p>
      <Keys view={view} opening={opening} act={act} />
      <NotEncrypted view={view} />
    </main>
  );
}

function StayClosed({
  view,
  act,
  large = false,
}: {
  readonly view: View;
  readonly act: Act;
  readonly large?: boolean;
}): ReactNode {
  const stop = offer(view, "stop");
  useEscape(large && stop?.reason === null, () => act("stop"));
  if (stop === undefined) return null;
  return (
    <Button look="primary" {...(large ? { size: "lg" as const } : {})} reason={stop.reason} onPress={() => act("stop")}>
      <Glyph of="shut" size={24} />
      {t(isFirstOpening(view) ? "doors.stay_first" : "doors.stay")}
      {large && <kbd className="kbd">Esc</kbd>}
    </Button>
  );
}

/** Escape stops the countdown for who may stop it. */
function useEscape(isOn: boolean, stop: () => void): void {
  const run = useRef(stop);
  run.current = stop;
  useEffect(() => {
    if (!isOn) return undefined;
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && !event.repeat && run.current();
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [isOn]);
}
