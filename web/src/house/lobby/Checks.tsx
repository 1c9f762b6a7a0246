import { Check, Headphones, Mic, Play, ShieldOff, TriangleAlert, Video, Wifi } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { t } from "../../i18n";
import { announce, Button } from "../../ui";
import type { Captured, DeviceState } from "./capture";
import { gradeOf, type NetworkState, roundTrip } from "./network";
import { measure, playTone } from "./sound";

type Grade = NetworkState | DeviceState;

function GradeSign({ grade }: { readonly grade: Grade }): ReactNode {
  if (grade === "asking" || grade === "measuring") return <span className="small muted">{t(`lobby.${grade}`)}</span>;
  if (grade === "off") return <span className="small muted">{t("lobby.off")}</span>;
  const isGood = grade === "good";
  const word = grade === "busy" ? "poor" : grade;
  return (
    <span className={isGood ? "ok" : grade === "refused" || grade === "poor" ? "bad" : "warn"}>
      {isGood ? <Check size={14} aria-hidden="true" /> : <TriangleAlert size={14} aria-hidden="true" />}
      {t(`lobby.${word}`)}
    </span>
  );
}

interface RowProps {
  readonly icon: ReactNode;
  readonly name: string;
  readonly said: string;
  readonly end: ReactNode;
  readonly children?: ReactNode;
}

function CheckRow({ icon, name, said, end, children }: RowProps): ReactNode {
  return (
    <li className="chk">
      {icon}
      <div>
        <b>{name}</b>
        <div className="small muted">{said}</div>
      </div>
      {end}
      {children && <div className="chk__more">{children}</div>}
    </li>
  );
}

const canAskAgain = (state: DeviceState): boolean => state === "refused" || state === "busy" || state === "none";

function AgainOr({ state, again }: { readonly state: DeviceState; readonly again: () => void }): ReactNode {
  if (!canAskAgain(state)) return <GradeSign grade={state} />;
  return (
    <Button size="sm" onPress={again}>
      {t("lobby.again")}
    </Button>
  );
}

export function CameraCheck({ camera, again }: { readonly camera: Captured; readonly again: () => void }): ReactNode {
  return (
    <CheckRow
      icon={<Video size={20} aria-hidden="true" />}
      name={t("lobby.camera")}
      said={saidOfCamera(camera)}
      end={<AgainOr state={camera.state} again={again} />}
    />
  );
}

function saidOfCamera({ track, state }: Captured): string {
  if (!track || state !== "good") return t(`lobby.camera_${state === "good" ? "none" : state}`);
  const { width = 0, height = 0 } = track.getSettings();
  return t("lobby.size", { device: track.label || t("lobby.a_camera"), width: String(width), height: String(height) });
}

const STEPS = Array.from({ length: 40 }, (_, index) => index);

export function MicrophoneCheck(props: { readonly microphone: Captured; readonly again: () => void }): ReactNode {
  const { track, state } = props.microphone;
  const [level, setLevel] = useState(0);
  const [isHeard, setHeard] = useState(false);
  useEffect(() => (track ? measure(track, setLevel) : undefined), [track]);
  useEffect(() => {
    if (level < 0.35 || isHeard) return;
    setHeard(true);
    announce(t("lobby.heard"));
  }, [level, isHeard]);
  const device = track?.label || t("lobby.a_microphone");
  const said =
    track && state === "good"
      ? t(isHeard ? "lobby.microphone_heard" : "lobby.microphone_quiet", { device })
      : t(`lobby.microphone_${state === "good" || state === "off" ? "none" : state}`);
  return (
    <CheckRow
      icon={<Mic size={20} aria-hidden="true" />}
      name={t("lobby.microphone")}
      said={said}
      end={
        state === "good" && !isHeard ? <GradeSign grade="measuring" /> : <AgainOr state={state} again={props.again} />
      }
    >
      {track && (
        <div className="lvl" aria-hidden="true" data-level={Math.round(level * STEPS.length)}>
          {STEPS.map((step) => (
            <i key={step} className={step < level * STEPS.length ? "on" : ""} />
          ))}
        </div>
      )}
    </CheckRow>
  );
}

export function SoundCheck({ speaker }: { readonly speaker: string }): ReactNode {
  return (
    <CheckRow
      icon={<Headphones size={20} aria-hidden="true" />}
      name={t("lobby.sound")}
      said={t("lobby.sound_more")}
      end={
        <Button size="sm" onPress={() => void playTone(speaker)}>
          <Play size={12} aria-hidden="true" />
          {t("lobby.tone")}
        </Button>
      }
    />
  );
}

export function NetworkCheck({ seat }: { readonly seat: string }): ReactNode {
  const [ms, setMs] = useState<number | null | undefined>(undefined);
  useEffect(() => {
    const life = new AbortController();
    void roundTrip(seat, life.signal).then((found) => life.signal.aborted || setMs(found));
    return () => life.abort();
  }, [seat]);
  const grade: NetworkState = ms === undefined ? "measuring" : gradeOf(ms);
  const said =
    ms === undefined
      ? t("lobby.network_measuring")
      : ms === null
        ? t("lobby.network_none")
        : t("lobby.network_ms", { ms: Math.max(1, Math.round(ms)) });
  return (
    <CheckRow
      icon={<Wifi size={20} aria-hidden="true" />}
      name={t("lobby.network")}
      said={said}
      end={<GradeSign grade={grade} />}
    />
  );
}

/** Until the chamber is encrypted end to end, this is said to everybody before they enter. */
export function EncryptionCheck(): ReactNode {
  return (
    <CheckRow
      icon={<ShieldOff size={20} aria-hidden="true" />}
      name={t("lobby.encryption")}
      said={t("lobby.not_encrypted")}
      end={<GradeSign grade="none" />}
    />
  );
}
