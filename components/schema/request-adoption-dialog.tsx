"use client";

import type { SubjectView } from "#lib/contract/subjects";
import { SubjectPart } from "#lib/domain/subject-name";
import { CommandDialog } from "../command/command-dialog.tsx";
import { textsOf } from "../command/form-values.ts";
import { ReasonField } from "../command/reason-field.tsx";
import { submittedWords } from "../request/submitted-words.ts";
import { Button } from "../ui/button.tsx";
import { Select, type SelectOption } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import type { SubjectCommands } from "./subject-commands.ts";

type RequestAdoptionDialogProps = {
  subject: Pick<SubjectView, "cluster" | "subject" | "state">;
  /** Teams that somebody may adopt it for. */
  teams: readonly SelectOption[];
  request: SubjectCommands["requestAdoption"];
};

/** Asks that what the registry holds becomes what is desired: of a subject that nobody owns, or of one that was changed outside. */
export function RequestAdoptionDialog({ subject, teams, request }: RequestAdoptionDialogProps) {
  const unmanaged = subject.state === "unmanaged";

  return (
    <CommandDialog
      trigger={
        <Button variant={unmanaged ? "primary" : "secondary"}>{unmanaged ? "Adopt" : "Adopt what is there"}</Button>
      }
      title={unmanaged ? "Adopt this subject" : "Adopt what the registry holds?"}
      description={
        unmanaged
          ? "Its versions and its level stay as they are; from then on a team owns them, and every change is asked for."
          : "What was changed outside becomes what is approved: its level, and the versions that live there."
      }
      action={request}
      input={(form) => adoptionOf(subject, form)}
      submitLabel="Ask to adopt it"
      done={submittedWords}
    >
      {(errorOf) => (
        <>
          {unmanaged && <PlaceFields teams={teams} errorOf={errorOf} />}
          <ReasonField error={errorOf("reason")} hint="Read by who decides; stays in the audit trail." />
        </>
      )}
    </CommandDialog>
  );
}

function adoptionOf({ cluster, subject }: RequestAdoptionDialogProps["subject"], form: FormData) {
  const { team, topic, part, reason } = textsOf(form, ["team", "topic", "part", "reason"]);
  return { cluster, subject, team: team || null, topic: topic || null, part: part || null, reason };
}

const parts = SubjectPart.options.map((value) => ({ value, label: value }));

type PlaceFieldsProps = Pick<RequestAdoptionDialogProps, "teams"> & { errorOf: (path: string) => string | undefined };

function PlaceFields({ teams, errorOf }: PlaceFieldsProps) {
  return (
    <>
      <Select label="Team" name="team" options={teams} placeholder="Choose a team" error={errorOf("team")} />
      <TextField
        label="Topic that it describes"
        name="topic"
        mono
        optional
        hint="Left empty, it follows from the subject’s name: orders.created.v1-value is the value of orders.created.v1."
        error={errorOf("topic")}
      />
      <Select
        label="Part of the record"
        name="part"
        options={parts}
        placeholder="As its name says"
        optional
        error={errorOf("part")}
      />
    </>
  );
}
