import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError } from "../../api/http";
import type { Plan, PlannedMeeting, Profile, PublicFace } from "../../api/model";
import { t } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";
import { announce } from "../../ui";
import { createMeeting, previewPlan, savePlan } from "./api";
import { type PlanErrors, planErrors, refusedFields } from "./planErrors";

const SAVE_AFTER_MS = 1_200;
const PREVIEW_AFTER_MS = 350;

export interface PlanEditor {
  readonly plan: Plan;
  readonly change: (plan: Plan) => void;
  readonly save: () => Promise<string | null>;
  readonly isSaving: boolean;
  readonly isDirty: boolean;
  /** The device's clock in microseconds when it was last saved from this page. */
  readonly savedAt: number | null;
  /** What is shown beside the fields: nothing before the first press of Save. */
  readonly shown: PlanErrors;
  readonly faults: number;
  readonly failure: string;
}

interface Kept {
  readonly meeting: string | null;
  readonly plan: Plan;
  readonly profile: Profile | undefined;
  /** False while the plan may only be read. */
  readonly isOpen: boolean;
  readonly onSaved: (saved: PlannedMeeting) => void;
}

/** A plan under the pen. A new one is saved by hand; a saved one by itself, a moment after each change that is right. */
export function usePlan({ meeting, plan: first, profile, isOpen, onSaved }: Kept): PlanEditor {
  const [plan, setPlan] = useState(first);
  const [saved, setSaved] = useState<Plan | null>(meeting === null ? null : first);
  const [savedAt, setSavedAt] = useState<number | null>(null);
  const [isSaving, setSaving] = useState(false);
  const [wasAsked, setAsked] = useState(false);
  const [refused, setRefused] = useState<PlanErrors>(new Map());
  const [failure, setFailure] = useState("");
  const found = planErrors(plan, profile);
  const isDirty = plan !== saved;
  const wouldLose = plan !== (saved ?? first);

  const send = useCallback(async (): Promise<string | null> => {
    setSaving(true);
    setFailure("");
    try {
      const id = meeting ?? (await createMeeting(plan)).id;
      if (meeting !== null) onSaved(await savePlan(meeting, plan));
      setSaved(plan);
      setRefused(new Map());
      setSavedAt(Date.now() * 1000);
      return id;
    } catch (error) {
      if (error instanceof ApiError) setRefused(refusedFields(error.errors));
      setFailure(sentenceOf(error));
      return null;
    } finally {
      setSaving(false);
    }
  }, [meeting, plan, onSaved]);

  const save = async (): Promise<string | null> => {
    setAsked(true);
    if (found.size === 0) return send();
    announce(t("meetings.held_back", { n: found.size }), "assertive");
    return null;
  };

  const mayAutosave = meeting !== null && isOpen && isDirty && !isSaving && found.size === 0 && failure === "";
  useEffect(() => {
    if (!mayAutosave) return undefined;
    const timer = setTimeout(() => void send(), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [mayAutosave, send]);

  useEffect(() => {
    if (!wouldLose || !isOpen) return undefined;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [wouldLose, isOpen]);

  const change = useCallback((next: Plan) => {
    setPlan(next);
    setFailure("");
  }, []);
  const shown = new Map(refused);
  if (wasAsked) for (const [field, reason] of found) shown.set(field, t(`meetings.error.${reason}`));
  return { plan, change, save, isSaving, isDirty, savedAt, shown, faults: found.size, failure };
}

export interface Preview {
  readonly face: PublicFace | null;
  readonly why: string;
}

/** What the public will read of the plan as it stands on screen, a moment after the last change. */
export function usePreview(plan: Plan, first: PublicFace | null): Preview {
  const [preview, setPreview] = useState<Preview>({ face: first, why: "" });
  const skip = useRef(first !== null);
  useEffect(() => {
    if (skip.current) {
      skip.current = false;
      return undefined;
    }
    const life = new AbortController();
    const timer = setTimeout(() => {
      previewPlan(plan, life.signal)
        .then((face) => setPreview({ face, why: "" }))
        .catch((error: unknown) => {
          if (!life.signal.aborted) setPreview((kept) => ({ ...kept, why: sentenceOf(error) }));
        });
    }, PREVIEW_AFTER_MS);
    return () => {
      clearTimeout(timer);
      life.abort();
    };
  }, [plan]);
  return preview;
}
