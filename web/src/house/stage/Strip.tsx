import {
  Camera,
  CameraOff,
  Hand,
  Headphones,
  Lock,
  LogOut,
  MessageSquare,
  Mic,
  MicOff,
  MonitorUp,
  SlidersHorizontal,
} from "lucide-react";
import type { ReactNode } from "react";
import type { View } from "../../api/model";
import { t } from "../../i18n";
import { type Attendance, type ControlState, controlState, type RoomShown } from "../../room";
import { Pressable } from "../../ui";
import { floorAct } from "../floor";

export interface StripProps {
  readonly view: View;
  readonly room: RoomShown;
  readonly attendance: Attendance | null;
  readonly isTalking: boolean;
  readonly onMicrophone: () => void;
  readonly onCamera: () => void;
  readonly onFloor: () => void;
  readonly onShare: () => void;
  readonly onMessages: () => void;
  readonly onDevices: () => void;
  readonly onLeave: () => void;
}

/** One's own controls: what one sends, says and asks. */
export function Strip(props: StripProps): ReactNode {
  const { view, room, attendance, isTalking, onFloor, onShare, onMessages, onDevices, onLeave } = props;
  const floor = floorAct(view);
  const shares = room.captured.screen_share !== undefined;
  return (
    <div className="strip__own">
      <Device name="microphone" {...props} />
      <Device name="camera" {...props} />
      {view.me.publish.includes("screen_share") && (
        <Control
          name="share"
          pressed={shares}
          onPress={onShare}
          icon={<MonitorUp size={20} />}
          text={t(shares ? "stage.sharing" : "stage.share")}
        />
      )}
      {floor !== null && (
        <Control
          name="floor"
          pressed={floor !== "ask"}
          reason={floor === "ask" ? (view.can.ask_floor ?? null) : (view.can.yield_floor ?? null)}
          onPress={onFloor}
          icon={<Hand size={20} />}
          text={t(`stage.floor_${floor}`)}
        />
      )}
      <Control
        name="messages"
        pressed={isTalking}
        onPress={onMessages}
        icon={<MessageSquare size={20} />}
        text={t("stage.messages")}
      />
      <Control name="devices" onPress={onDevices} icon={<SlidersHorizontal size={20} />} text={t("stage.devices")} />
      <Control name="leave" onPress={onLeave} icon={<LogOut size={20} />} text={t("stage.leave")} />
      {room.link?.soundBlocked && (
        <Control
          name="sound"
          onPress={() => void attendance?.playSound()}
          icon={<Headphones size={20} />}
          text={t("stage.sound")}
        />
      )}
    </div>
  );
}

const ICONS: Readonly<Record<"microphone" | "camera", readonly [ReactNode, ReactNode]>> = {
  microphone: [<Mic key="on" size={20} />, <MicOff key="off" size={20} />],
  camera: [<Camera key="on" size={20} />, <CameraOff key="off" size={20} />],
};

const WHY: Readonly<Partial<Record<ControlState, "stage.locked_why" | "stage.silenced_why" | "stage.missing_why">>> = {
  locked: "stage.locked_why",
  silenced: "stage.silenced_why",
  missing: "stage.missing_why",
};

function Device({
  name,
  view,
  room,
  onMicrophone,
  onCamera,
}: StripProps & { readonly name: "microphone" | "camera" }): ReactNode {
  const { wish, silent, captured, refused } = room;
  const state = controlState(name, { granted: view.me.publish, wish, silent, captured, denied: refused.has(name) });
  const why = WHY[state];
  const [on, off] = ICONS[name];
  return (
    <Control
      name={name}
      state={state}
      pressed={state === "on"}
      reason={why === undefined ? null : t(why)}
      onPress={name === "microphone" ? onMicrophone : onCamera}
      icon={state === "locked" ? <Lock size={20} /> : state === "on" ? on : off}
      text={t(`stage.${name === "microphone" ? "mic" : "camera"}.${state}`)}
    />
  );
}

interface ControlProps {
  readonly name: string;
  readonly state?: ControlState;
  readonly pressed?: boolean;
  readonly reason?: string | null;
  readonly onPress: () => void;
  readonly icon: ReactNode;
  readonly text: string;
}

function Control({ name, state, pressed, reason = null, onPress, icon, text }: ControlProps): ReactNode {
  return (
    <span data-control={name} data-state={state}>
      <Pressable className="ctl" {...(pressed === undefined ? {} : { pressed })} reason={reason} onPress={onPress}>
        <span aria-hidden="true">{icon}</span>
        <span>{text}</span>
      </Pressable>
    </span>
  );
}
