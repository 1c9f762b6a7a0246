import type { ReactNode } from "react";
import type { View } from "../../api/model";
import { t } from "../../i18n";
import { Button } from "../../ui";
import type { Act } from "./act";
import { ownVote } from "./closing";

const VOTES = ["aye", "nay", "abstain"] as const;

/** One's own vote, while a roll call is on. Nobody votes for anybody else. */
export function VoteBanner({ view, act }: { readonly view: View; readonly act: Act }): ReactNode {
  const own = ownVote(view);
  if (own === null) return null;
  const names = view.seats.filter((seat) => view.motion?.waiting.includes(seat.seat)).map((seat) => seat.person);
  return (
    <section className="asked asked--vote" aria-label={t("doors.vote.title")} data-testid="vote">
      <div className="asked__words">
        <h2>{t("doors.vote.title")}</h2>
        {names.length > 0 && (
          <p className="small" data-testid="not-voted">
            {t("doors.vote.waiting", { names: names.join(", ") })}
          </p>
        )}
        {view.motion?.script && <p className="serif">{view.motion.script}</p>}
      </div>
      <fieldset className="row" aria-label={t("doors.vote.own")}>
        {VOTES.map((vote) => (
          <Button
            key={vote}
            size="lg"
            pressed={own.vote === vote}
            look={own.vote === vote ? "ink" : "plain"}
            reason={own.open ? null : (view.can.cast_vote ?? null)}
            onPress={() => act("cast_vote", { vote })}
          >
            {t(`doors.vote.${vote}`)}
          </Button>
        ))}
      </fieldset>
    </section>
  );
}
