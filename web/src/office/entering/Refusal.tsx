import type { ReactNode } from "react";

interface RefusalProps {
  /** What the api refused, as a sentence; empty while nothing was. */
  readonly said: string;
  readonly className?: string;
}

/** What the api refused, announced where it was asked. */
export const Refusal = ({ said, className = "" }: RefusalProps): ReactNode =>
  said && (
    <p className={`form__refusal ${className}`} role="alert">
      {said}
    </p>
  );
