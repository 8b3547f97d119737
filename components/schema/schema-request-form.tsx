"use client";

import { useRouter } from "next/navigation";
import type { SchemaForm } from "#lib/contract/schema-requests";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import type { FieldError } from "#lib/domain/result";
import { JudgedForm } from "../command/judged-form.tsx";
import type { Action } from "../command/use-command.tsx";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { TextArea } from "../ui/text-area.tsx";
import { ReferenceFields } from "./reference-fields.tsx";
import { SchemaEditor } from "./schema-editor.tsx";
import { SchemaOutlook } from "./schema-outlook.tsx";
import { SchemaKindFields, SchemaPlaceFields } from "./schema-place-fields.tsx";
import { fixFirst } from "./schema-problems.ts";
import { StartFrom } from "./start-from.tsx";
import { type SchemaFormState, useSchemaForm } from "./use-schema-form.tsx";

type SchemaRequestFormProps = { form: SchemaForm; submit: Action<RequestSubmitted> };

/** Asks for a new version of a subject. Rules and registry answer while it is typed; what is sent is judged again by the same rules. */
export function SchemaRequestForm({ form, submit }: SchemaRequestFormProps) {
  const router = useRouter();
  const state = useSchemaForm(form);
  const { problems, preview } = state;

  return (
    <JudgedForm
      outlook={<SchemaOutlook state={state} />}
      submit={submit}
      input={() => ({ ...state.input, reason: state.draft.reason })}
      submitLabel="Submit request"
      known={knownProblems(state)}
      judging={preview.pending}
      fixFirst={problems.length > 0 ? fixFirst(problems) : null}
      onRefused={state.attempted}
      onDone={({ id }) => router.push(`/requests/${id}`)}
      onTypedBefore={(control, value) => {
        if (control === "schema" || control === "reason") state.change(control, { [control]: value });
      }}
    >
      <Fields state={state} />
    </JudgedForm>
  );
}

/** What is known to be wrong; what is not typed yet is not judged, and is missed here. */
function knownProblems({ problems, unreadable, preview, content, draft }: SchemaFormState): FieldError[] {
  const known = preview.pending ? [...unreadable] : [...problems];
  if (content.untouched) known.push({ path: "schema", message: "Nothing was changed yet." });
  if (draft.reason.trim() === "") known.push({ path: "reason", message: "Say what it is for." });
  return known;
}

function Fields({ state }: { state: SchemaFormState }) {
  const { content, preview } = state;
  return (
    <Card>
      <CardHeader title="Where" />
      <CardSection>
        <SchemaPlaceFields state={state} />
      </CardSection>
      <CardHeader title="Schema" />
      <CardSection className="grid gap-4">
        <SchemaKindFields state={state} />
        <StartFrom state={state} />
        <SchemaEditor
          label="Schema"
          name="schema"
          value={content.schema}
          onChange={(schema) => state.change("schema", { schema })}
          schemaType={content.schemaType}
          problems={content.untouched ? NO_PROBLEMS : (preview.answer?.problems ?? NO_PROBLEMS)}
          error={state.errorAt("schema")}
          hint="Tab leaves the text; Ctrl+] and Ctrl+[ indent, Ctrl+Z goes back. Ctrl is Cmd on a Mac."
        />
      </CardSection>
      <CardHeader title="References" />
      <CardSection>
        <ReferenceFields state={state} />
      </CardSection>
      <CardHeader title="Why" />
      <CardSection>
        <TextArea
          label="Reason"
          name="reason"
          value={state.draft.reason}
          error={state.errorAt("reason")}
          onChange={(event) => state.change("reason", { reason: event.target.value })}
          hint="Read by those who acknowledge and decide."
        />
      </CardSection>
    </Card>
  );
}

/** One array for all: a new one at each render would mark the text anew. */
const NO_PROBLEMS: never[] = [];
