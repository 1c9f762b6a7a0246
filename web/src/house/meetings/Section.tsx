import type { ReactNode } from "react";
import type { SectionName } from "./planErrors";

interface SectionFrameProps {
  readonly name: SectionName;
  readonly title: string;
  readonly more: string;
  /** A fault of the whole list. */
  readonly error?: string | undefined;
  readonly children: ReactNode;
}

export function Section({ name, title, more, error, children }: SectionFrameProps): ReactNode {
  return (
    <section className="sec" id={name} aria-labelledby={`${name}-title`}>
      <h2 id={`${name}-title`}>{title}</h2>
      <p>{more}</p>
      {error && (
        <p className="field__error" id={`plan-${name}`}>
          {error}
        </p>
      )}
      {children}
    </section>
  );
}
