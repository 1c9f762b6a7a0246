import { type ReactNode, useState } from "react";
import type { Instant, SeatId, View } from "../../api/model";
import { clock, length, t } from "../../i18n";
import { Button, Field, Flag } from "../../ui";
import { GIVEN_MINUTES, nameOf, running } from "./floor";

interface SpeakersProps {
  readonly view: View;
  readonly now: Instant;
  readonly onRecognise: (seat: SeatId, seconds: number) => void;
}

/** Who has the floor, for how long, and who waits for it. */
export function SpeakersPanel({ view, now, onRecognise }: SpeakersProps): ReactNode {
  const [minutes, setMinutes] = useState(0);
  const { waiting } = view.floor;
  const give = view.can.recognise;
  return (
    <div className="side__sec" data-testid="speakers">
      <h2>
        {t("floor.speakers")} <span className="count">{t("floor.waiting", { count: waiting.length })}</span>
      </h2>
      <ol className="speakers">
        <Holder view={view} now={now} />
        {waiting.map((one, index) => (
          <li key={one.seat}>
            <span className="num faint">{index + 1}</span>
            <Mark view={view} delegation={one.delegation} />
            <span className="grow">{one.person}</span>
            {give === undefined ? (
              <span className="tiny faint">{t("floor.asked", { time: clock(one.asked, view.meeting.zone) })}</span>
            ) : (
              <Button
                size="sm"
                reason={give}
                label={t("floor.give_label", { name: one.person })}
                onPress={() => onRecognise(one.seat, minutes * 60)}
              >
                {t("floor.give")}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {give !== undefined && waiting.length > 0 && <Minutes value={minutes} onChange={setMinutes} />}
    </div>
  );
}

function Minutes({
  value,
  onChange,
}: {
  readonly value: number;
  readonly onChange: (minutes: number) => void;
}): ReactNode {
  return (
    <Field label={t("floor.minutes_given")}>
      {(ids) => (
        <select
          {...ids}
          className="input input--sm"
          value={value}
          onChange={(event) => onChange(Number(event.target.value))}
        >
          {GIVEN_MINUTES.map((minutes) => (
            <option key={minutes} value={minutes}>
              {minutes === 0 ? t("floor.no_limit") : minutes}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function Holder({ view, now }: { readonly view: View; readonly now: Instant }): ReactNode {
  const { holder } = view.floor;
  const time = running(view.floor, now);
  if (holder === null || time === null) return <li className="muted">{t("floor.nobody")}</li>;
  const limit = time.limit === null ? "" : ` / ${length(time.limit)}`;
  return (
    <li data-now data-testid="floor-holder">
      <Mark view={view} delegation={view.seats.find((s) => s.seat === holder)?.delegation ?? ""} />
      <span className="grow">{nameOf(view, holder)}</span>
      <span className={`num small${time.over ? " bad" : time.warn ? " warn" : ""}`}>
        {length(time.elapsed)}
        {limit}
      </span>
    </li>
  );
}

function Mark({ view, delegation }: { readonly view: View; readonly delegation: string }): ReactNode {
  const found = view.delegations.find((d) => d.id === delegation);
  return found ? <Flag colours={found.colours} width={18} /> : null;
}
