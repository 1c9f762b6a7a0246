import type { ReactNode } from "react";
import type { Cover } from "./shown";

/** The page's slate: one sentence, one clock, the seam above and below. */
export function SlateCard({ cover, children }: { readonly cover: Cover; readonly children?: ReactNode }): ReactNode {
  return (
    <div className="slate">
      <div className="slate__in">
        <p className="slate__t">{cover.sentence}</p>
        {cover.label && <p className="slate__b">{cover.label}</p>}
        {cover.clock && <p className="slate__clock">{cover.clock}</p>}
        {cover.more.map((line) => (
          <p key={line} className="slate__b">
            {line}
          </p>
        ))}
        {children}
      </div>
    </div>
  );
}
