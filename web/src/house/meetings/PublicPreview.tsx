import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import type { Plan, PublicFace } from "../../api/model";
import { clock, day, t, tWord } from "../../i18n";
import { Flag, Glyph } from "../../ui";
import { phaseGlyph } from "./phases";
import { itemStarts } from "./plan";
import type { Preview } from "./usePlan";

/** What the public will read of this plan, as the api says it. */
export function PublicPreview({ plan, preview }: { readonly plan: Plan; readonly preview: Preview }): ReactNode {
  const closed = plan.items.filter((item) => item.closed_title.trim() !== "").length;
  return (
    <section className="panel" aria-labelledby="public-title" data-testid="public-preview">
      <div className="panel__head">
        <h2 id="public-title">{t("meetings.public_reads")}</h2>
      </div>
      <div className="panel__body stack stack--4">
        {preview.why && <p className="small warn">{t("meetings.public_unknown", { why: preview.why })}</p>}
        {preview.face && <Face face={preview.face} plan={plan} />}
        <p className="public__stays small">
          <Lock size={16} aria-hidden="true" />
          {t("meetings.public_stays", { n: closed })}
        </p>
      </div>
    </section>
  );
}

function Face({ face, plan }: { readonly face: PublicFace; readonly plan: Plan }): ReactNode {
  const starts = itemStarts(face.starts, face.items);
  return (
    <>
      <div className="row row--wrap small muted">
        {plan.delegations.map((one) => (
          <Flag key={one.id} colours={one.colours} width={21} />
        ))}
        <span className="num">
          {day(face.starts, face.zone)}, {clock(face.starts, face.zone)} ({face.zone})
        </span>
      </div>
      <h3 className="public__title">{face.title.trim() || t("meetings.public_untitled")}</h3>
      {face.delegations.length > 0 && <p className="muted">{face.delegations.join(", ")}</p>}
      <ol className="tl">
        {face.items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a public item has no id, only its place
          <li key={index} data-phase={item.phase}>
            <span className="small muted num">{clock(starts[index] ?? face.starts, face.zone)}</span>
            <span className="tl__mark">
              <Glyph of={phaseGlyph(item.phase)} size={15} />
            </span>
            <span className="small">
              {item.open_title.trim() || t("meetings.closed_item")}
              <span className="vh">, {tWord("phase", item.phase)}</span>
            </span>
          </li>
        ))}
      </ol>
      <p className="small muted">{tWord("coverage", face.coverage)}.</p>
    </>
  );
}
