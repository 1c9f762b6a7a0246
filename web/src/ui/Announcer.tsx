import { type ReactNode, useSyncExternalStore } from "react";
import { onSaid, saidNow } from "./announce";

/** The two live regions of a page; mounted once, outside everything that can be hidden or replaced. */
export function Announcer(): ReactNode {
  const said = useSyncExternalStore(onSaid, saidNow, saidNow);
  return (
    <>
      {(["polite", "assertive"] as const).map((urgency) => (
        <div key={urgency} className="vh" role="log" aria-live={urgency} aria-relevant="additions">
          {said
            .filter((one) => one.urgency === urgency)
            .map((one) => (
              <p key={one.id}>{one.text}</p>
            ))}
        </div>
      ))}
    </>
  );
}
