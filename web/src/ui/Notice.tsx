import type { ReactNode } from "react";
import { Logo } from "./Glyph";

interface NoticeProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** A page that says one thing: what is true and what to do. */
export function Notice({ title, children, actions }: NoticeProps): ReactNode {
  return (
    <main id="main" className="notice-page">
      <div className="panel notice-page__panel">
        <span className="brand">
          <Logo size={28} /> Incamera
        </span>
        <h1>{title}</h1>
        {typeof children === "string" ? <p className="muted">{children}</p> : children}
        {actions && <div className="row row--wrap">{actions}</div>}
      </div>
    </main>
  );
}
