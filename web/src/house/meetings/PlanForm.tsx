import { Check, CircleDot } from "lucide-react";
import type { ReactNode } from "react";
import type { Plan, PlannedMeeting, Profile } from "../../api/model";
import { t } from "../../i18n";
import { Agenda } from "./Agenda";
import { Basics } from "./Basics";
import { Coverage } from "./Coverage";
import { Delegations } from "./Delegations";
import { ErrorList } from "./ErrorList";
import { Files } from "./Files";
import { PublicPreview } from "./PublicPreview";
import type { PlanErrors, SectionName } from "./planErrors";
import { sectionOf } from "./planErrors";
import { Seats } from "./Seats";
import type { PlanEditor, Preview } from "./usePlan";

interface PlanFormProps {
  readonly editor: PlanEditor;
  readonly planned: PlannedMeeting | null;
  readonly profiles: readonly Profile[];
  readonly preview: Preview;
  readonly isOpen: boolean;
}

/** What each section of the form gets. */
export interface SectionProps {
  readonly plan: Plan;
  readonly change: (plan: Plan) => void;
  readonly errors: PlanErrors;
  readonly profile: Profile | undefined;
}

export function PlanForm({ editor, planned, profiles, preview, isOpen }: PlanFormProps): ReactNode {
  const { plan, change, shown } = editor;
  const profile = profiles.find((one) => one.id === plan.profile);
  const section: SectionProps = { plan, change, errors: shown, profile };
  return (
    <div className="form">
      <Contents plan={plan} errors={shown} />
      <div>
        <ErrorList errors={shown} warnings={preview.face?.warnings ?? []} />
        {/* A disabled fieldset makes the whole plan read-only, each control of it. */}
        <fieldset disabled={!isOpen}>
          <Basics {...section} />
          <Coverage {...section} profiles={profiles} />
          <Delegations {...section} />
          <Agenda {...section} />
          <Seats {...section} invitations={planned?.invitations ?? []} />
        </fieldset>
      </div>
      <aside className="notice">
        <PublicPreview plan={plan} preview={preview} />
        {planned && <Files meeting={planned.id} />}
      </aside>
    </div>
  );
}

const SECTIONS: readonly (readonly [SectionName, (plan: Plan) => boolean])[] = [
  ["basics", (plan) => plan.title.trim() !== ""],
  ["coverage", (plan) => plan.profile !== ""],
  ["delegations", (plan) => plan.delegations.length > 0],
  ["agenda", (plan) => plan.items.length > 0],
  ["seats", (plan) => plan.seats.length > 0],
];

const LABELS = {
  basics: "meetings.basics",
  coverage: "meetings.coverage_and_rules",
  delegations: "meetings.delegations",
  agenda: "meetings.agenda",
  seats: "meetings.seats",
} as const;

function Contents({ plan, errors }: { readonly plan: Plan; readonly errors: PlanErrors }): ReactNode {
  const faulty = new Set([...errors.keys()].map(sectionOf));
  return (
    <nav className="toc" aria-label={t("meetings.sections")}>
      {SECTIONS.map(([name, isFilled]) => {
        const isDone = isFilled(plan) && !faulty.has(name);
        return (
          <a key={name} href={`#${name}`}>
            {isDone ? <Check size={16} aria-hidden="true" /> : <CircleDot size={16} aria-hidden="true" />}
            {t(LABELS[name])}
            <span className="vh">, {t(isDone ? "meetings.done" : "meetings.open")}</span>
          </a>
        );
      })}
    </nav>
  );
}
