import type { ReactNode } from "react";
import type { Instant, View } from "../../api/model";
import { t } from "../../i18n";
import type { RoomShown } from "../../room";
import {
  AdjournDialog,
  CloseDialog,
  Desk,
  DoorPage,
  DoorSettings,
  DraftPage,
  EndedPage,
  NotEncrypted,
  OpeningBanner,
  Page,
  ProofList,
  RemovedPage,
  type Screen,
  TakenPage,
} from "../doors";
import { RosterPanel } from "../seats";
import { deskShortcuts } from "./deskShortcuts";
import { Refusal } from "./Refusal";
import { ShortcutsDialog } from "./ShortcutsDialog";
import type { Shortcut } from "./shortcuts";
import type { useAct } from "./useAct";
import { useOpen } from "./useOpen";
import { useShortcuts } from "./useShortcuts";

interface OuterProps {
  readonly view: View;
  readonly now: Instant;
  readonly screen: Screen;
  readonly acting: ReturnType<typeof useAct>;
  readonly room: RoomShown;
  readonly onTake: (alone: boolean) => Promise<void>;
}

/** The page of somebody who is in no chamber now. */
export function Outer(props: OuterProps): ReactNode {
  const { view, screen, onTake } = props;
  switch (screen) {
    case "removed":
      return <RemovedPage />;
    case "ended":
      return <EndedPage />;
    case "taken_over":
      return <TakenPage view={view} onTake={onTake} />;
    case "at_door":
      return <DoorPage />;
    case "draft":
      return <WithDesk {...props} page={<DraftPage view={view} />} />;
    default:
      return <WithDesk {...props} page={<OutsidePage {...props} />} />;
  }
}

/** Closed talks, for who has no place in them: state, times, keys and who is on the roster; no picture, no sound. */
function OutsidePage({ view, now, acting }: OuterProps): ReactNode {
  return (
    <Page name="outside" title={t("doors.page.outside")} more={t("doors.page.outside_more")}>
      {view.next_step && <p>{view.next_step}</p>}
      {view.opening && <OpeningBanner view={view} now={now} opening={view.opening} act={acting.act} />}
      {view.door.live === null && <ProofList view={view} />}
      <NotEncrypted view={view} />
    </Page>
  );
}

const DESK_SHORTCUTS: readonly Shortcut[] = ["dump", "close", "reopen", "help"];

function WithDesk({ view, now, acting, room, page }: OuterProps & { readonly page: ReactNode }): ReactNode {
  const closing = useOpen();
  const adjourning = useOpen();
  const shortcuts = useOpen();
  useShortcuts({ ...deskShortcuts(view, acting.act, closing.show), help: shortcuts.show });
  return (
    <>
      {/* Who may do nothing here must still be able to scroll it by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and may hold nothing else that takes the focus */}
      <div className="room__main room__main--outer" tabIndex={0}>
        {page}
        <aside className="side" aria-label={t("seats.roster")}>
          <RosterPanel view={view} room={room} act={acting.act} />
          <DoorSettings view={view} act={acting.act} now={now} />
        </aside>
      </div>
      <footer className="strip">
        <Refusal words={acting.refusal} onDismiss={acting.dismiss} />
        <Desk view={view} act={acting.act} onClose={closing.show} onAdjourn={adjourning.show} />
      </footer>
      <CloseDialog view={view} act={acting.act} open={closing.isOpen} onDone={closing.hide} />
      <AdjournDialog act={acting.act} open={adjourning.isOpen} onDone={adjourning.hide} />
      <ShortcutsDialog open={shortcuts.isOpen} onDone={shortcuts.hide} has={DESK_SHORTCUTS} />
    </>
  );
}
