import type { SubjectView } from "#lib/contract/subjects";
import { TryAgainButton } from "../command/try-again-button.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import type { SelectOption } from "../ui/select.tsx";
import { DeleteSubjectDialog } from "./delete-subject-dialog.tsx";
import { RequestAdoptionDialog } from "./request-adoption-dialog.tsx";
import { RequestCompatibilityDialog } from "./request-compatibility-dialog.tsx";
import { RequestRevertSubjectDialog } from "./request-revert-subject-dialog.tsx";
import { schemaHref } from "./schema-href.ts";
import type { SubjectCommands } from "./subject-commands.ts";

type SubjectActionsProps = { subject: SubjectView; commands: SubjectCommands };

/** What may be asked for about a subject as a whole. Of one that nobody owns, nothing: it is adopted first. */
export function SubjectActions({ subject, commands }: SubjectActionsProps) {
  const { cluster, subject: name, state, may } = subject;
  if (state === "unmanaged") return null;
  if (!may.request.allowed) return <Needed words="Changing it?" needed={may.request.needed} />;
  const gone = state === "deleted" || state === "purged";
  const deletion = { cluster, subject: name, version: null, request: commands.requestDeletion };

  return (
    <>
      {state !== "purged" && <DeleteSubjectDialog {...deletion} permanent={state === "deleted"} />}
      {!gone && <RequestCompatibilityDialog subject={subject} request={commands.requestCompatibility} />}
      <LinkButton variant="primary" href={schemaHref({ cluster, subject: name })}>
        {gone ? "Register again" : "New version"}
      </LinkButton>
    </>
  );
}

type ConditionActionsProps = SubjectActionsProps & {
  /** Teams that somebody may adopt it for. */
  teams: readonly SelectOption[];
};

/** What may be done about a subject that is not as it was approved, and who could do what this person may not. */
export function SubjectConditionActions({ subject, commands, teams }: ConditionActionsProps) {
  const { cluster, subject: name, state, may } = subject;
  const adoptable = state === "unmanaged" || state === "drifted";

  return (
    <div className="flex flex-wrap items-start justify-end gap-2.5">
      {state === "blocked" && may.retry.allowed && (
        <TryAgainButton retry={commands.retry} input={{ cluster, subject: name }} />
      )}
      {adoptable && may.adopt.allowed && (
        <RequestAdoptionDialog subject={subject} teams={teams} request={commands.requestAdoption} />
      )}
      {state === "drifted" && may.revert.allowed && (
        <RequestRevertSubjectDialog subject={subject} request={commands.requestRevert} />
      )}
      {state === "blocked" && <Needed words="Trying it again?" needed={may.retry.needed} />}
      {adoptable && <Needed words="Adopting it?" needed={may.adopt.needed} />}
    </div>
  );
}

/** Who could press what this person may not. */
function Needed({ words, needed }: { words: string; needed: string | null }) {
  if (needed === null) return null;
  return (
    <p className="text-small text-ink-3">
      {words} {needed}
    </p>
  );
}
