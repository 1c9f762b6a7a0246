import "./plan.css";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { ApiError } from "../../api/http";
import type { PlannedMeeting, Profile } from "../../api/model";
import { t } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";
import { Button, Notice } from "../../ui";
import { navigate } from "../../ui/navigate";
import { Shell } from "../../ui/Shell";
import { getMeeting, getProfiles } from "./api";
import { DeskClosed } from "./DeskDoor";
import { PlanForm } from "./PlanForm";
import { PlanHead } from "./PlanHead";
import { emptyPlan } from "./plan";
import { usePlan, usePreview } from "./usePlan";
import { ownZone } from "./zone";

/** The page of one plan; `meeting` null is a new one. */
export function PlanPage({ meeting }: { readonly meeting: string | null }): ReactNode {
  const profiles = useQuery({ queryKey: ["profiles"], queryFn: getProfiles, staleTime: Number.POSITIVE_INFINITY });
  const planned = useQuery({
    queryKey: ["meeting", meeting],
    queryFn: () => getMeeting(meeting ?? ""),
    enabled: meeting !== null,
    refetchInterval: 10_000,
  });
  const error = profiles.error ?? planned.error;
  if (error instanceof ApiError && error.status === 401) return <DeskClosed />;
  const isRead = profiles.data && (meeting === null || planned.data);
  if (error && !isRead) {
    const again = (): void => {
      void profiles.refetch();
      if (meeting !== null) void planned.refetch();
    };
    return (
      <Notice title={t("meetings.plan")} actions={<Button onPress={again}>{t("meetings.try_again")}</Button>}>
        {sentenceOf(error)}
      </Notice>
    );
  }
  if (!profiles.data || !isRead) {
    return (
      <Shell page="meetings">
        <div className="waiting" aria-busy="true" />
      </Shell>
    );
  }
  return <Editor meeting={meeting} planned={planned.data ?? null} profiles={profiles.data} />;
}

interface EditorProps {
  readonly meeting: string | null;
  readonly planned: PlannedMeeting | null;
  readonly profiles: readonly Profile[];
}

const usable = (profiles: readonly Profile[]): Profile | undefined => {
  const free = profiles.filter((one) => one.missing.length === 0);
  return free.find((one) => one.is_default) ?? free[0];
};

function Editor({ meeting, planned, profiles }: EditorProps): ReactNode {
  const queries = useQueryClient();
  const [first] = useState(() => planned?.plan ?? emptyPlan(usable(profiles), Date.now() * 1000, ownZone()));
  const [profileId, setProfileId] = useState(first.profile);
  const profile = profiles.find((one) => one.id === profileId);
  const isOpen = planned === null || planned.state === "draft";
  const onSaved = useCallback(
    (saved: PlannedMeeting) => queries.setQueryData(["meeting", meeting], saved),
    [queries, meeting],
  );
  const editor = usePlan({ meeting, plan: first, profile, isOpen, onSaved });
  const preview = usePreview(editor.plan, planned?.public ?? null);
  useEffect(() => setProfileId(editor.plan.profile), [editor.plan.profile]);
  const title = editor.plan.title.trim() || t("meetings.untitled");
  useEffect(() => {
    document.title = `${title} - Incamera`;
  }, [title]);
  const save = async (): Promise<void> => {
    const id = await editor.save();
    if (id !== null && meeting === null) navigate(`/desk/meetings/${id}`, { replace: true });
  };
  return (
    <Shell page="meetings">
      <PlanHead title={title} editor={editor} planned={planned} isOpen={isOpen} onSave={save} />
      <PlanForm editor={editor} planned={planned} profiles={profiles} preview={preview} isOpen={isOpen} />
    </Shell>
  );
}
