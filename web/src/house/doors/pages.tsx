import { type ReactNode, useId, useState } from "react";
import type { View } from "../../api/model";
import { clock, t } from "../../i18n";
import { Button } from "../../ui";
import { NotEncrypted } from "./ProofList";

interface PageProps {
  readonly name: string;
  readonly title: string;
  readonly more: string;
  readonly children?: ReactNode;
}

/** A page of one sentence: what is true, and what can be done. */
export function Page({ name, title, more, children }: PageProps): ReactNode {
  return (
    <main className="plain" id="main" data-screen={name}>
      <h1>{title}</h1>
      <p className="muted">{more}</p>
      {children}
    </main>
  );
}

export const RemovedPage = (): ReactNode => (
  <Page name="removed" title={t("doors.page.removed")} more={t("doors.page.removed_more")} />
);

export const EndedPage = (): ReactNode => (
  <Page name="ended" title={t("doors.page.ended")} more={t("doors.page.ended_more")} />
);

export const DoorPage = (): ReactNode => (
  <Page name="at_door" title={t("doors.page.door")} more={t("doors.page.door_more")} />
);

export function DraftPage({ view }: { readonly view: View }): ReactNode {
  const time = clock(view.meeting.starts, view.meeting.zone);
  return (
    <Page name="draft" title={t("doors.page.draft")} more={t("doors.page.draft_more", { time })}>
      {view.next_step && <p>{view.next_step}</p>}
    </Page>
  );
}

/** Another page holds the seat. Taking it back is a new entry, so who must be alone states it again. */
export function TakenPage({
  view,
  onTake,
}: {
  readonly view: View;
  readonly onTake: (alone: boolean) => Promise<void>;
}): ReactNode {
  const [alone, setAlone] = useState(false);
  const [isTaking, setTaking] = useState(false);
  const box = useId();
  const must = view.me.must_state_alone;
  const take = () => {
    setTaking(true);
    onTake(alone).finally(() => setTaking(false));
  };
  return (
    <Page name="taken_over" title={t("doors.page.taken")} more={t("doors.page.taken_more")}>
      {must && (
        <label className="row" htmlFor={box}>
          <input id={box} type="checkbox" checked={alone} onChange={(event) => setAlone(event.target.checked)} />
          {t("doors.page.alone")}
        </label>
      )}
      <Button
        look="primary"
        size="lg"
        reason={must && !alone ? t("doors.page.alone_first") : isTaking ? "…" : null}
        onPress={take}
        reasonAt="below"
      >
        {t("doors.page.take")}
      </Button>
      <NotEncrypted view={view} />
    </Page>
  );
}
