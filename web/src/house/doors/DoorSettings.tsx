import { type ReactNode, useState } from "react";
import type { View } from "../../api/model";
import { t } from "../../i18n";
import { Button, Field } from "../../ui";
import { DumpList, FeedDesk, LayoutChoice } from "../outside";
import type { Act } from "./act";
import { offer } from "./acts";
import { timeToday } from "./expected";

/** What is rarely wanted: the lock on the door, a new chamber, the time expected back, the layout, what was dropped. */
export function DoorSettings({
  view,
  act,
  now,
}: {
  readonly view: View;
  readonly act: Act;
  readonly now: number;
}): ReactNode {
  const lock = offer(view, view.locked ? "unlock" : "lock");
  const isShut = view.door.side === "closed" && view.door.state !== "draft";
  const renew = isShut ? offer(view, "renew") : undefined;
  const expect = isShut ? offer(view, "expect_return") : undefined;
  const layout = view.outside && offer(view, "choose_layout");
  if (!lock && !renew && !expect && !layout && !offer(view, "propose_feed")) return null;
  return (
    <div className="side__sec stack" data-testid="door-settings">
      {view.locked && <p className="warn">{t("doors.locked")}</p>}
      {expect && <Expected view={view} act={act} reason={expect.reason} now={now} />}
      {view.outside && layout && (
        <LayoutChoice
          outside={view.outside}
          reason={layout.reason}
          onChoose={(chosen) => act("choose_layout", { layout: chosen })}
        />
      )}
      <DumpList view={view} />
      <FeedDesk view={view} act={act} />
      <div className="row row--wrap">
        {lock && (
          <Button size="sm" reason={lock.reason} onPress={() => act(view.locked ? "unlock" : "lock")}>
            {t(view.locked ? "doors.unlock" : "doors.lock")}
          </Button>
        )}
        {renew && (
          <Button size="sm" reason={renew.reason} onPress={() => act("renew")}>
            {t("doors.renew")}
          </Button>
        )}
      </div>
    </div>
  );
}

interface ExpectedProps {
  readonly view: View;
  readonly act: Act;
  readonly reason: string | null;
  readonly now: number;
}

function Expected({ view, act, reason, now }: ExpectedProps): ReactNode {
  const [time, setTime] = useState("");
  const until = timeToday(time, now, view.meeting.zone);
  return (
    <div className="row">
      <Field label={t("doors.expect")}>
        {(ids) => (
          <input
            {...ids}
            type="time"
            className="input input--sm"
            value={time}
            onChange={(event) => setTime(event.target.value)}
          />
        )}
      </Field>
      <span className="expect__acts row">
        <Button
          size="sm"
          reason={reason ?? (until === null ? t("doors.expect") : null)}
          onPress={() => act("expect_return", { until })}
        >
          {t("doors.expect_set")}
        </Button>
        {view.door.expected !== null && (
          <Button size="sm" look="ghost" reason={reason} onPress={() => act("expect_return", { until: null })}>
            {t("doors.expect_clear")}
          </Button>
        )}
      </span>
    </div>
  );
}
