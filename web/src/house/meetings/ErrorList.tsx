import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "../../i18n";
import { fieldId, type PlanErrors, sectionOf } from "./planErrors";

interface ErrorListProps {
  readonly errors: PlanErrors;
  readonly warnings: readonly { readonly field: string; readonly text: string }[];
}

/** Everything that keeps the plan from being saved or that is likely a slip, each with a way to its field. */
export function ErrorList({ errors, warnings }: ErrorListProps): ReactNode {
  return (
    <>
      {errors.size > 0 && (
        <Box kind="bad" title={t("meetings.faults", { n: errors.size })}>
          {[...errors].map(([field, text]) => (
            <Item key={field} field={field} text={text} />
          ))}
        </Box>
      )}
      {warnings.length > 0 && (
        <Box kind="warn" title={t("meetings.warnings", { n: warnings.length })}>
          {warnings.map((one) => (
            <Item key={one.field + one.text} field={one.field} text={one.text} />
          ))}
        </Box>
      )}
    </>
  );
}

function Box({
  kind,
  title,
  children,
}: {
  readonly kind: "bad" | "warn";
  readonly title: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className={`notebox notebox--${kind} faults`} role={kind === "bad" ? "alert" : "status"}>
      <TriangleAlert size={18} aria-hidden="true" />
      <div>
        <b>{title}</b>
        <ul>{children}</ul>
      </div>
    </div>
  );
}

/** A whole list has no control of its own; the way leads to its section. */
function Item({ field, text }: { readonly field: string; readonly text: string }): ReactNode {
  const isList = field === "seats" || field === "items" || field === "delegations";
  return (
    <li>
      <a href={`#${isList ? sectionOf(field) : fieldId(field)}`}>{text}</a>
    </li>
  );
}
