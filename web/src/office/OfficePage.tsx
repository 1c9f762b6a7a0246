import { type ReactNode, useEffect } from "react";
import { ApiError } from "../api/http";
import { DeskClosed } from "../house/meetings/DeskDoor";
import { sentenceOf } from "../i18n/errors";
import { Shell, type ShellProps } from "../ui/Shell";

interface OfficePageProps extends ShellProps {
  /** Of the browser's window. */
  readonly title: string;
  /** What the page is about, as far as it has come. */
  readonly query: { readonly error: Error | null; readonly isPending: boolean };
  /** What stands above it and is there at once. */
  readonly head?: ReactNode;
}

/** A page of the office about what one query brings: closed to strangers, busy while it waits, and why it has nothing. */
export function OfficePage({ title, query, head, children, ...shell }: OfficePageProps): ReactNode {
  useEffect(() => {
    document.title = `${title} - Incamera`;
  }, [title]);
  if (query.error instanceof ApiError && query.error.status === 401) return <DeskClosed />;
  return (
    <Shell {...shell}>
      {head}
      {query.error && (
        <p className="panel panel__body" role="alert">
          {sentenceOf(query.error)}
        </p>
      )}
      {query.isPending && <div className="waiting" aria-busy="true" />}
      {children}
    </Shell>
  );
}

interface PageHeadProps {
  readonly title: string;
  readonly more: string;
  /** What can be done here. */
  readonly children: ReactNode;
}

/** The head of a list: what it is, and what can be done. */
export const PageHead = ({ title, more, children }: PageHeadProps): ReactNode => (
  <div className="head">
    <div className="grow">
      <h1>{title}</h1>
      <p>{more}</p>
    </div>
    {children}
  </div>
);
