import { type ReactNode, useState } from "react";
import type { Instant, View } from "../../api/model";
import { t } from "../../i18n";
import type { Attendance, RoomShown } from "../../room";
import { announce } from "../../ui";
import {
  AdjournDialog,
  CloseDialog,
  type ClosedCheck,
  CountdownScreen,
  CrossingScreen,
  Desk,
  type Screen,
} from "../doors";
import { floorAct } from "../floor";
import { DevicesDialog } from "./DevicesDialog";
import { deskShortcuts } from "./deskShortcuts";
import { LeaveDialog } from "./LeaveDialog";
import { Refusal } from "./Refusal";
import { ShortcutsDialog } from "./ShortcutsDialog";
import { Stage } from "./Stage";
import { Strip } from "./Strip";
import { Tiles } from "./Tiles";
import type { useAct } from "./useAct";
import { useOpen } from "./useOpen";
import { useShortcuts } from "./useShortcuts";

export interface InsideProps {
  readonly view: View;
  readonly now: Instant;
  readonly screen: Screen;
  readonly check: ClosedCheck;
  readonly isLost: boolean;
  readonly acting: ReturnType<typeof useAct>;
  readonly room: RoomShown;
  readonly attendance: Attendance | null;
}

/** The page of somebody who is in a chamber, or on the way from one to the next. */
export function Inside(props: InsideProps): ReactNode {
  const { view, screen, acting, room, attendance } = props;
  const { act } = acting;
  const [isTalking, setTalking] = useState(false);
  const layers = {
    closing: useOpen(),
    adjourning: useOpen(),
    devices: useOpen(),
    leaving: useOpen(),
    shortcuts: useOpen(),
  };
  const own = useOwnActs(props);
  useShortcuts({
    microphone: own.microphone,
    floor: own.floor,
    ...deskShortcuts(view, act, layers.closing.show),
    help: layers.shortcuts.show,
  });
  const desk = <Desk view={view} act={act} onClose={layers.closing.show} onAdjourn={layers.adjourning.show} />;
  return (
    <>
      <Middle {...props} isTalking={isTalking} desk={desk} onAdjourn={layers.adjourning.show} />
      <footer className="strip">
        <Refusal words={acting.refusal} onDismiss={acting.dismiss} />
        <Strip
          view={view}
          room={room}
          attendance={attendance}
          isTalking={isTalking}
          onMicrophone={own.microphone}
          onCamera={own.camera}
          onFloor={own.floor}
          onShare={own.share}
          onMessages={() => setTalking(!isTalking)}
          onDevices={layers.devices.show}
          onLeave={layers.leaving.show}
        />
        {screen !== "countdown" && desk}
      </footer>
      <CloseDialog view={view} act={act} open={layers.closing.isOpen} onDone={layers.closing.hide} />
      <AdjournDialog act={act} open={layers.adjourning.isOpen} onDone={layers.adjourning.hide} />
      <DevicesDialog
        room={room}
        open={layers.devices.isOpen}
        onChoose={(choice) => void attendance?.choose(choice)}
        onDone={layers.devices.hide}
      />
      <LeaveDialog act={act} open={layers.leaving.isOpen} onDone={layers.leaving.hide} />
      <ShortcutsDialog open={layers.shortcuts.isOpen} onDone={layers.shortcuts.hide} />
    </>
  );
}

interface MiddleProps extends InsideProps {
  readonly isTalking: boolean;
  readonly desk: ReactNode;
  readonly onAdjourn: () => void;
}

function Middle(props: MiddleProps): ReactNode {
  const { view, now, screen, isLost, acting, room, onAdjourn } = props;
  if (screen === "countdown" && view.opening !== null) {
    return <CountdownScreen view={view} now={now} opening={view.opening} act={acting.act} />;
  }
  if (screen === "closing" || screen === "moving" || screen === "jammed" || screen === "opening") {
    const tiles = <Tiles view={view} room={room} now={now} door={isLost ? "not_known" : view.door.state} />;
    return (
      <CrossingScreen view={view} now={now} screen={screen} act={acting.act} tiles={tiles} onAdjourn={onAdjourn} />
    );
  }
  return <Stage {...props} />;
}

/** What one does oneself: microphone, camera, floor, screen. A locked control says so and changes nothing. */
function useOwnActs({ view, room, attendance, acting }: InsideProps) {
  const microphone = () => {
    if (!view.me.publish.includes("microphone")) return announce(t("stage.say.mic_locked"));
    const on = !room.wish.microphone;
    attendance?.setWish({ microphone: on });
    announce(t(on ? "stage.say.mic_on" : "stage.say.mic_off"));
  };
  const camera = () => attendance?.setWish({ camera: !room.wish.camera });
  const floor = () => {
    const act = floorAct(view);
    if (act !== null) acting.act(act === "ask" ? "ask_floor" : "yield_floor");
  };
  const share = () => {
    if (room.captured.screen_share !== undefined) attendance?.unshare();
    else attendance?.share().catch(() => announce(t("stage.share_failed")));
  };
  return { microphone, camera, floor, share };
}
