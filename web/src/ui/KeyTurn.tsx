import { type KeyboardEvent, type ReactNode, useEffect, useReducer, useRef } from "react";
import { t } from "../i18n";
import { announce } from "./announce";
import { HOLD_MS, reduceHold } from "./hold";

interface KeyFaceProps {
  readonly title: string;
  readonly detail: string;
  readonly turned: boolean;
}

/** A key that somebody else holds: at rest or turned. */
export function KeyShown({ title, detail, turned }: KeyFaceProps): ReactNode {
  return (
    <div className="key" data-turned={turned || undefined}>
      <KeyFace title={title} detail={detail} turned={turned} />
    </div>
  );
}

/** One's own key: held for two seconds by a pointer, Enter or Space it turns; letting go undoes it. */
export function KeyTurn(
  props: KeyFaceProps & { readonly onTurn: () => void; readonly reason?: string | null },
): ReactNode {
  const { title, detail, turned, onTurn, reason = null } = props;
  const [hold, dispatch] = useReducer(reduceHold, { at: "rest" });
  const turn = useRef(onTurn);
  turn.current = onTurn;
  const isFree = reason === null && !turned;
  useEffect(() => {
    if (hold.at === "turned") turn.current();
    if (hold.at !== "held") return undefined;
    const timer = setTimeout(() => dispatch({ kind: "due", now: performance.now() }), HOLD_MS + 5);
    return () => clearTimeout(timer);
  }, [hold]);
  useEffect(() => {
    if (!isFree) dispatch({ kind: "slip" });
  }, [isFree]);
  const down = (by: string): void => {
    if (isFree) dispatch({ kind: "down", by, now: performance.now() });
    else if (reason) announce(reason);
  };
  const up = (by: string): void => dispatch({ kind: "up", by, now: performance.now() });
  const onKey = (act: (by: string) => void) => (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    if (!event.repeat) act(event.key);
  };
  return (
    <button
      type="button"
      className="key"
      data-turned={turned || undefined}
      data-holding={hold.at === "held" || undefined}
      aria-disabled={!isFree || undefined}
      aria-pressed={turned}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        down(`pointer ${event.pointerId}`);
      }}
      onPointerUp={(event) => up(`pointer ${event.pointerId}`)}
      onPointerCancel={() => dispatch({ kind: "slip" })}
      onKeyDown={onKey(down)}
      onKeyUp={onKey(up)}
      onBlur={() => dispatch({ kind: "slip" })}
      onContextMenu={(event) => event.preventDefault()}
    >
      <KeyFace
        title={title}
        detail={hold.at === "held" ? t("door.keep_holding") : (reason ?? detail)}
        turned={turned}
      />
    </button>
  );
}

function KeyFace({ title, detail, turned }: KeyFaceProps): ReactNode {
  const metal = turned ? "#1f1603" : "#e5b04a";
  return (
    <>
      <svg className="key__dial" viewBox="0 0 132 132" aria-hidden="true">
        <circle cx="66" cy="66" r="63" fill="#0c1110" stroke="#35403c" strokeWidth="2" />
        <g className="key__bow">
          <circle cx="66" cy="66" r="42" fill={turned ? "#e5b04a" : "#2a2417"} stroke="#e5b04a" strokeWidth="2" />
          <path d="M62 30h8v46h-8z" fill={metal} />
          <circle cx="66" cy="80" r="9" fill={metal} />
        </g>
      </svg>
      <span>
        <b>{title}</b>
        <span className="small muted key__detail">{detail}</span>
      </span>
    </>
  );
}
