"use client";

import type { SubjectSummary } from "#lib/contract/subjects";
import { LiveRegion } from "../ui/live-region.tsx";
import { usePageRefresh } from "../ui/use-page-refresh.tsx";
import { subjectStateWord } from "./subject-state-chip.tsx";

type FollowSubjectProps = {
  subject: string;
  state: SubjectSummary["state"];
  /** A version is still to be seen in the registry, or the subject itself is. */
  active: boolean;
};

/** Follows a subject while something is still to happen in its registry; its state is told to screen readers when it changes. */
export function FollowSubject({ subject, state, active }: FollowSubjectProps) {
  usePageRefresh(active);

  return (
    <LiveRegion hidden>
      {subject}: {subjectStateWord(state)}
    </LiveRegion>
  );
}
