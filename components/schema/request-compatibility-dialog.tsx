"use client";

import { useState } from "react";
import type { SubjectView } from "#lib/contract/subjects";
import { COMPATIBILITY_LEVELS, COMPATIBILITY_MEANINGS, CompatibilityLevel } from "#lib/domain/compatibility";
import { CommandDialog } from "../command/command-dialog.tsx";
import { ReasonField } from "../command/reason-field.tsx";
import { submittedWords } from "../request/submitted-words.ts";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/select.tsx";
import type { SubjectCommands } from "./subject-commands.ts";

const options = COMPATIBILITY_LEVELS.map((value) => ({ value, label: value }));

type RequestCompatibilityDialogProps = {
  subject: Pick<SubjectView, "cluster" | "subject" | "compatibility">;
  request: SubjectCommands["requestCompatibility"];
};

/** Asks for another compatibility of a subject; what the chosen level promises stands below it. */
export function RequestCompatibilityDialog({ subject, request }: RequestCompatibilityDialogProps) {
  return (
    <CommandDialog
      trigger={<Button>Change compatibility</Button>}
      title="Another compatibility"
      description={
        <>
          The registry refuses versions of <span className="font-mono wrap-anywhere">{subject.subject}</span> that break
          it.
        </>
      }
      action={request}
      input={(form) => ({
        cluster: subject.cluster,
        subject: subject.subject,
        compatibility: form.get("compatibility"),
        reason: form.get("reason"),
      })}
      submitLabel="Ask for this level"
      done={submittedWords}
    >
      {(errorOf) => (
        <>
          <LevelField current={subject.compatibility} error={errorOf("compatibility")} />
          <ReasonField error={errorOf("reason")} hint="Read by who decides; stays in the audit trail." />
        </>
      )}
    </CommandDialog>
  );
}

function LevelField({ current, error }: { current: string; error: string | undefined }) {
  const [chosen, setChosen] = useState(current);
  const level = CompatibilityLevel.safeParse(chosen);

  return (
    <Select
      label="Compatibility"
      name="compatibility"
      options={options}
      value={chosen}
      onChange={(event) => setChosen(event.target.value)}
      error={error}
      hint={level.success ? COMPATIBILITY_MEANINGS[level.data] : undefined}
    />
  );
}
