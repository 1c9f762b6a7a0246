import { Check, Hourglass } from "lucide-react";
import type { ReactNode } from "react";
import type { Instant, View } from "../../api/model";
import { clockSeconds, t, tWord } from "../../i18n";
import { Button, Glyph } from "../../ui";
import { type Act, PHASES } from "./act";
import { offer } from "./acts";
import { progress } from "./closing";
import { NotEncrypted, ProofList } from "./ProofList";
import { isConvening, type Screen } from "./screen";

interface CrossingProps {
  readonly view: View;
  readonly now: Instant;
  readonly screen: Extract<Screen, "closing" | "moving" | "jammed" | "opening">;
  readonly act: Act;
  /** The dimmed tiles. */
  readonly tiles: ReactNode;
  readonly onAdjourn: () => void;
}

/** Between two chambers: everybody inside sees the same proof, and nobody speaks before it holds. */
export function CrossingScreen({ view, now, screen, act, tiles, onAdjourn }: CrossingProps): ReactNode {
  return (
    // Who may do nothing here must still be able to scroll it by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and may hold nothing else that takes the focus
    <main className="room__main" id="main" data-screen={screen} tabIndex={0}>
      <section className="stage stage--closing" aria-label={t("doors.proof")}>
        {tiles}
        <Saying view={view} screen={screen} />
        <ProofList view={view} />
      </section>
      <aside className="side" aria-label={t("doors.steps")}>
        {screen === "jammed" && <Choices view={view} act={act} onAdjourn={onAdjourn} />}
        <Steps view={view} now={now} />
        <div className="side__sec side__end stack">
          <NotEncrypted view={view} />
          <p className="small muted">{t("doors.nothing_opens")}</p>
        </div>
      </aside>
    </main>
  );
}

function Saying({ view, screen }: Pick<CrossingProps, "view" | "screen">): ReactNode {
  if (screen !== "jammed") {
    const name = isConvening(view) ? "convening" : screen;
    return (
      <div>
        <h1 className="say">{t(`doors.${name}.title`)}</h1>
        <p className="muted say__p">{t(`doors.${name}.more`)}</p>
      </div>
    );
  }
  const [row] = progress(view.door.rows).jammed;
  const found =
    row?.state === "unknown"
      ? t("doors.jammed.silent")
      : row?.found
        ? t("doors.jammed.found", { found: row.found })
        : "";
  return (
    <div>
      <h1 className="say">{t("doors.jammed.title", { row: row === undefined ? "" : tWord("row", row.row) })}</h1>
      <p className="muted say__p">{t("doors.jammed.more", { found })}</p>
    </div>
  );
}

function Choices({ view, act, onAdjourn }: Pick<CrossingProps, "view" | "act" | "onAdjourn">): ReactNode {
  const hold = offer(view, "recess");
  const end = offer(view, "adjourn");
  return (
    <div className="side__sec side__jam">
      <h2>{t("doors.jammed.choices")}</h2>
      <div className="stack">
        <p className="small">{t("doors.jammed.keeps_on")}</p>
        {hold && (
          <Button block reason={hold.reason} onPress={() => act("shut", { phase: PHASES.recess })} reasonAt="below">
            {t("doors.jammed.hold")}
          </Button>
        )}
        {end && (
          <Button block reason={end.reason} onPress={onAdjourn} reasonAt="below">
            {t("doors.jammed.end")}
          </Button>
        )}
        <p className="small">{t("doors.jammed.no_way")}</p>
      </div>
    </div>
  );
}

function Steps({ view, now }: Pick<CrossingProps, "view" | "now">): ReactNode {
  const { door, meeting, seats } = view;
  const { ok, total } = progress(door.rows);
  const roster = seats.filter((seat) => seat.in_roster);
  const isIn = roster.filter((seat) => seat.present === true).length;
  const opens = door.side === "open";
  const cut = clockSeconds(door.cut ?? now, meeting.zone);
  return (
    <div className="side__sec">
      <h2>{t("doors.steps")}</h2>
      <ol className="steps">
        <Step done text={t("doors.step.cut")} value={cut} />
        <Step done text={t("doors.step.locked")} value={cut} />
        <Step done={ok === total} text={t("doors.step.proven")} value={t("doors.fact.proven", { ok, total })} />
        <Step
          done={isIn === roster.length}
          text={t(opens ? "doors.step.in_open" : "doors.step.in")}
          value={`${isIn}/${roster.length}`}
        />
        <li className="faint">
          <Glyph of={opens ? "open" : "shut"} size={16} />
          <span>{t(opens ? "doors.step.done_open" : "doors.step.done")}</span>
        </li>
      </ol>
    </div>
  );
}

function Step({
  done,
  text,
  value,
}: {
  readonly done: boolean;
  readonly text: string;
  readonly value: string;
}): ReactNode {
  return (
    <li>
      {done ? <Check size={16} aria-hidden="true" /> : <Hourglass size={16} aria-hidden="true" />}
      <span>{text}</span>
      <span className="num">{value}</span>
    </li>
  );
}
