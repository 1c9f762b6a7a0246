import "./lobby.css";
import { Mic, MicOff, Settings, Video, VideoOff } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { View } from "../../api/model";
import type { SeatPageProps } from "../../api/seatProps";
import { clock, t } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";
import { announce, Button, delegationLetter, Gate, Notice } from "../../ui";
import { CameraCheck, EncryptionCheck, MicrophoneCheck, NetworkCheck, SoundCheck } from "./Checks";
import { DevicesDialog } from "./DevicesDialog";
import { enterBar, isShutOutside, screenOf } from "./enter";
import { Held } from "./Held";
import { OwnPicture } from "./OwnPicture";
import { Statement } from "./Statement";
import { type LobbyDevices, useLobbyDevices } from "./useLobbyDevices";

/** Before the chamber: the device, the statement, and the way in. */
export function LobbyPage(props: SeatPageProps): ReactNode {
  const { view, stale } = props;
  const screen = screenOf(view);
  useAdmitted(screen === "door");
  const gate = (
    <Gate
      state={stale ? "not_known" : view.door.state}
      title={view.meeting.title}
      sub={stale ? t("lobby.stale") : t("lobby.lobby")}
    >
      <span className="hide-phone">{t("lobby.planned")}</span> <b>{clock(view.meeting.starts, view.meeting.zone)}</b>
    </Gate>
  );
  if (screen === "removed" || screen === "ended") {
    return (
      <>
        {gate}
        <Notice title={t(`lobby.${screen}`)}>{t(`lobby.${screen}_more`)}</Notice>
      </>
    );
  }
  return (
    <div className="lobby">
      {gate}
      <Readiness {...props} isAtDoor={screen === "door"} />
    </div>
  );
}

/** Says that the door opened, when this page was at it. */
function useAdmitted(isAtDoor: boolean): void {
  const wasAtDoor = useRef(isAtDoor);
  useEffect(() => {
    wasAtDoor.current = isAtDoor;
    return () => {
      if (wasAtDoor.current) announce(t("lobby.admitted"));
    };
  }, [isAtDoor]);
}

function Readiness({
  seat,
  view,
  stale,
  takeSeat,
  isAtDoor,
}: SeatPageProps & { readonly isAtDoor: boolean }): ReactNode {
  const devices = useLobbyDevices();
  const [isAlone, setAlone] = useState(false);
  const [isEntering, setEntering] = useState(false);
  const [refusal, setRefusal] = useState("");
  const bar = enterBar(view, isAlone);
  const enter = async (): Promise<void> => {
    setEntering(true);
    setRefusal("");
    try {
      await takeSeat(isAlone);
    } catch (error) {
      setRefusal(sentenceOf(error));
    } finally {
      setEntering(false);
    }
  };
  const reason = bar.kind === "alone" ? t("lobby.state_first") : bar.kind === "rules" ? bar.reason : null;
  return (
    <main className="lobby__in" id="main">
      <PictureSide view={view} devices={devices} />
      <section aria-labelledby="ready">
        <h1 id="ready">{t(isAtDoor ? "lobby.at_door" : "lobby.ready")}</h1>
        <p className="muted lobby__lead">{t(isAtDoor ? "lobby.at_door_more" : "lobby.ready_more")}</p>
        <ul>
          <CameraCheck camera={devices.camera} again={devices.again} />
          <MicrophoneCheck microphone={devices.microphone} again={devices.again} />
          <SoundCheck speaker={devices.choices.devices.speaker} />
          <NetworkCheck seat={seat} />
          {!view.door.encrypted && <EncryptionCheck />}
        </ul>
        {!isAtDoor && (
          <div className="dock">
            <Statement isAlone={isAlone} onChange={setAlone} isRequired={view.me.must_state_alone} />
            <Button look="primary" size="lg" block onPress={enter} reason={isEntering ? t("lobby.entering") : reason}>
              {t("lobby.enter")}
            </Button>
            {refusal && (
              <p className="field__error" role="alert">
                {refusal}
              </p>
            )}
          </div>
        )}
        <p className="small muted lobby__after">
          {t(devices.choices.wish.microphone ? "lobby.with_voice" : "lobby.with_mute")}{" "}
          {t(isShutOutside(view.door.state, stale) ? "lobby.outside_nothing" : "lobby.outside_air")}
        </p>
      </section>
    </main>
  );
}

function PictureSide({ view, devices }: { readonly view: View; readonly devices: LobbyDevices }): ReactNode {
  const [isChoosing, setChoosing] = useState(false);
  const { choices, choose } = devices;
  const index = view.delegations.findIndex((one) => one.id === view.me.delegation);
  const toggle = (source: "camera" | "microphone") => () =>
    choose({ ...choices, wish: { ...choices.wish, [source]: !choices.wish[source] } });
  return (
    <section aria-label={t("lobby.your_picture")}>
      <OwnPicture
        camera={devices.camera}
        me={view.me}
        delegation={view.delegations[index]}
        letter={delegationLetter(index)}
      />
      <div className="row row--3 row--wrap lobby__controls">
        <Button onPress={toggle("microphone")} pressed={choices.wish.microphone}>
          {choices.wish.microphone ? <Mic size={16} aria-hidden="true" /> : <MicOff size={16} aria-hidden="true" />}
          {t(choices.wish.microphone ? "lobby.mute" : "lobby.unmute")}
        </Button>
        <Button onPress={toggle("camera")} pressed={choices.wish.camera}>
          {choices.wish.camera ? <Video size={16} aria-hidden="true" /> : <VideoOff size={16} aria-hidden="true" />}
          {t(choices.wish.camera ? "lobby.stop_camera" : "lobby.start_camera")}
        </Button>
        <Button onPress={() => setChoosing(true)}>
          <Settings size={16} aria-hidden="true" />
          {t("lobby.devices")}
        </Button>
      </div>
      <Held view={view} />
      <DevicesDialog open={isChoosing} onClose={() => setChoosing(false)} devices={devices} />
    </section>
  );
}
