import "./outside.css";
import { type ReactNode, useState } from "react";
import type { View } from "../../api/model";
import { t } from "../../i18n";
import { Button } from "../../ui";
import { FeedRow } from "./FeedList";
import { ProposeFeed } from "./ProposeFeed";

interface FeedDeskProps {
  readonly view: View;
  readonly act: (command: string, args: { readonly feed: string }) => void;
}

/** Propose, approve and withdraw addresses. A refusal says its reason; what may not be pressed says why. */
export function FeedDesk({ view, act }: FeedDeskProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const { outside, can } = view;
  if (outside === null || !("withdraw_feed" in can || "propose_feed" in can)) return null;
  return (
    <div className="stack" data-testid="feed-desk">
      <h2>{t("outside.feeds")}</h2>
      {outside.feeds.length === 0 && <p className="small muted">{t("outside.no_feeds")}</p>}
      <ul className="outputs">
        {outside.feeds.map((feed) => (
          <FeedRow key={feed.feed} feed={feed} zone={view.meeting.zone}>
            <span className="feeds__acts">
              {feed.state === "proposed" && "approve_feed" in can && (
                <Button
                  size="sm"
                  look="primary"
                  reason={feed.mine ? t("outside.feed_mine") : can.approve_feed}
                  onPress={() => act("approve_feed", { feed: feed.feed })}
                >
                  {t("outside.feed_approve")}
                </Button>
              )}
              <Button size="sm" reason={can.withdraw_feed} onPress={() => act("withdraw_feed", { feed: feed.feed })}>
                {t(feed.state === "proposed" ? "outside.feed_take_back" : "outside.feed_end")}
              </Button>
            </span>
          </FeedRow>
        ))}
      </ul>
      {"propose_feed" in can && (
        <span>
          <Button size="sm" reason={can.propose_feed} onPress={() => setOpen(true)}>
            {t("outside.feed_propose")}
          </Button>
        </span>
      )}
      {isOpen && <ProposeFeed seat={view.me.seat} onDone={() => setOpen(false)} />}
    </div>
  );
}
