import { type ReactNode, useId } from "react";
import type { View } from "../../api/model";
import { clock, clockSeconds, t } from "../../i18n";
import { RuleList } from "./Rules";

/** Beside the programme: the door with its times, the floor if it is told, the agenda, the rules. */
export function Side({ view }: { readonly view: View }): ReactNode {
  return (
    <aside className="gallery__side">
      <Door view={view} />
      <Floor view={view} />
      <Agenda view={view} />
      <details className="panel" open>
        <summary className="panel__head">
          <h2>{t("gallery.rules")}</h2>
        </summary>
        <div className="panel__body">
          <RuleList view={view} />
        </div>
      </details>
    </aside>
  );
}

function Panel({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  const heading = useId();
  return (
    <section className="panel" aria-labelledby={heading}>
      <div className="panel__head">
        <h2 id={heading}>{title}</h2>
      </div>
      <div className="panel__body stack">{children}</div>
    </section>
  );
}

function Door({ view }: { readonly view: View }): ReactNode {
  const { door, meeting } = view;
  const isShut = door.side === "closed" && door.state !== "doors_closed" && door.state !== "ended";
  return (
    <Panel title={t("gallery.gate")}>
      <p>
        {view.next_step}{" "}
        {door.since !== null && (
          <span className="muted num">{t("gallery.since", { time: clockSeconds(door.since, meeting.zone) })}</span>
        )}
      </p>
      {door.expected !== null ? (
        <p className="num">{t("gallery.expected", { time: clock(door.expected, meeting.zone) })}</p>
      ) : (
        isShut && <p className="muted">{t("gallery.no_expected")}</p>
      )}
      <p className="small muted">{t("gallery.cue")}</p>
    </Panel>
  );
}

function Floor({ view }: { readonly view: View }): ReactNode {
  const holder = view.seats.find((seat) => seat.seat === view.floor.holder);
  if (!holder) return null;
  return (
    <Panel title={t("gallery.floor")}>
      <p>
        <b>{holder.person}</b>
        {holder.title && <span className="muted">, {holder.title}</span>}
      </p>
    </Panel>
  );
}

function Agenda({ view }: { readonly view: View }): ReactNode {
  return (
    <Panel title={t("gallery.agenda")}>
      <ol className="tl">
        {view.agenda.map((item) => (
          <li key={item.id} aria-current={item.current ? "step" : undefined}>
            <span className="num">{item.number}</span>
            <div>
              <b>{item.open_title}</b>
              {item.current && <span className="small muted">{t("gallery.now")}</span>}
            </div>
          </li>
        ))}
      </ol>
      {view.agenda.length === 0 && <p className="muted">{t("public.no_agenda")}</p>}
    </Panel>
  );
}
