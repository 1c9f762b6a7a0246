import "./outside.css";
import type { ReactNode } from "react";
import type { ShownFeed, View } from "../../api/model";
import { clock, t, tWord } from "../../i18n";
import { feedsShown } from "./outputs";

/** The addresses outside that the clean programme is sent to: everybody in the meeting reads them. */
export function FeedList({ view }: { readonly view: View }): ReactNode {
  const feeds = feedsShown(view);
  if (feeds.length === 0) return null;
  return (
    <div className="side__sec" data-testid="feeds">
      <h2>
        {t("outside.feeds")} <span className="count">{feeds.length}</span>
      </h2>
      <ul className="outputs">
        {feeds.map((feed) => (
          <FeedRow key={feed.feed} feed={feed} zone={view.meeting.zone} />
        ))}
      </ul>
    </div>
  );
}

interface FeedRowProps {
  readonly feed: ShownFeed;
  readonly zone: string;
  readonly children?: ReactNode;
}

const LOOK: Readonly<Record<string, string>> = { sending: "ok", lost: "failed", refused: "failed" };

/** One feed: its name, how its far end does and since when, where it goes, and who stands for it. */
export function FeedRow({ feed, zone, children }: FeedRowProps): ReactNode {
  const { label, address, state, since, proposed_by, approved_by } = feed;
  const people = approved_by === null ? { proposed: proposed_by } : { proposed: proposed_by, approved: approved_by };
  return (
    <li data-feed={state} data-s={LOOK[state] ?? "measuring"}>
      <span>{label}</span>
      <b>{tWord("outside.feed", state)}</b>
      <small className="muted feeds__address">{address}</small>
      <small className="muted">
        {approved_by === null
          ? t("outside.feed_by", people)
          : t("outside.feed_by_two", { ...people, approved: approved_by })}
        {since !== null && ` · ${t("outside.feed_since", { time: clock(since, zone) })}`}
      </small>
      {children}
    </li>
  );
}
