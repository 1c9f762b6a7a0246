import type { ReactNode } from "react";
import type { DoorState } from "../api/model";
import { tWord } from "../i18n";
import { DOOR_LOOKS, halves } from "./doorLook";
import { Glyph, Logo } from "./Glyph";

interface GateProps {
  readonly state: DoorState;
  readonly title: string;
  readonly sub: string;
  /** The word in the gap, when it is not the state's own (the first opening is not a re-opening). */
  readonly word?: string;
  /** One fact on the far leaf: an audience, a clock. */
  readonly children?: ReactNode;
}

/** The bar on top: two leaves whose gap is the state. It moves only when the state it is given, a measured one, changes. */
export function Gate({ state, title, sub, word = tWord("door", state), children }: GateProps): ReactNode {
  const look = DOOR_LOOKS[state];
  return (
    <header className={`gate gate--${look.leaves}`} data-theme="dark" data-door={state}>
      <div className="gate__leaf gate__leaf--start">
        <span className="gate__logo">
          <Logo size={26} />
        </span>
        <div className="grow">
          <div className="gate__title">{title}</div>
          <div className="gate__sub">{sub}</div>
        </div>
      </div>
      <div className="gate__gap" role="status" aria-live="assertive" aria-atomic="true">
        <Sign state={state} word={word} />
      </div>
      <div className="gate__leaf gate__leaf--end">
        <span className="gate__fact">{children}</span>
      </div>
    </header>
  );
}

function Sign({ state, word }: { readonly state: DoorState; readonly word: string }): ReactNode {
  const look = DOOR_LOOKS[state];
  const glyph = <Glyph of={look.glyph} size={look.leaves === "private" ? 24 : 30} />;
  if (look.leaves !== "shut") {
    return (
      <>
        {glyph}
        <span>{word}</span>
      </>
    );
  }
  const split = halves(state, word);
  if (!split) {
    return (
      <span className="gate__plate">
        {glyph}
        <span>{word}</span>
      </span>
    );
  }
  return (
    <>
      <span className="vh">{word}</span>
      <span className="gate__half gate__half--a" aria-hidden="true">
        <i />
        <span>{split[0]}</span>
      </span>
      <span className="gate__half gate__half--b" aria-hidden="true">
        <span>{split[1]}</span>
        <i />
      </span>
    </>
  );
}
