"use client";

import { type FormEvent, useState } from "react";
import { MAX_SAMPLE } from "#lib/contract/probes";
import { ReasonField } from "../command/reason-field.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogClose } from "../ui/dialog.tsx";
import { ErrorSummary } from "../ui/error-summary.tsx";
import { TextField } from "../ui/text-field.tsx";
import { askProbe } from "./ask-probe.ts";
import { draftFrom, recordNameOf, valuesOf } from "./draft-from-sample.ts";
import type { SchemaFormState } from "./use-schema-form.tsx";

/** Begins a schema with what the newest records of the topic have in common. Looking at records is a sample: it needs a reason and is audited. */
export function FromSampleDialog({ state }: { state: SchemaFormState }) {
  const [open, setOpen] = useState(false);
  const { topic } = state.where.place;

  return (
    <Dialog
      trigger={<Button size="small">sample messages</Button>}
      open={open}
      onOpenChange={setOpen}
      title="Start from sample messages"
      description={
        <>
          The newest {MAX_SAMPLE} records of <span className="font-mono text-small">{topic || "the topic"}</span> are
          read and forgotten; what their {state.where.place.part}s have in common becomes a schema for you to edit. That
          you looked, and why, stands in the audit trail.
        </>
      }
    >
      <SampleForm state={state} onDone={() => setOpen(false)} />
    </Dialog>
  );
}

/** Reads records and infers a schema; answers a sentence where that comes to nothing. */
async function infer({ where, content }: SchemaFormState, recordName: string, reason: string) {
  const { cluster, topic, part } = where.place;
  const question = { cluster, topic: topic.trim(), count: MAX_SAMPLE, reason };
  const probe = await askProbe("/api/v1/samples", question, AbortSignal.timeout(30_000));
  if (!probe.sample) return { refusal: probe.message || "Nobody answered in time. Try again." };
  const values = valuesOf(probe.sample, part);
  if (values.length === 0)
    return { refusal: `No record has a ${part} that a schema can be inferred from. ${probe.sample.note}` };
  const drafted = await draftFrom(values, { schemaType: content.schemaType, recordName });
  return drafted.ok ? { schema: drafted.value } : { refusal: drafted.failure.detail };
}

function SampleForm({ state, onDone }: { state: SchemaFormState; onDone: () => void }) {
  const [refusal, setRefusal] = useState<{ detail: string } | null>(null);
  const [pending, setPending] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // The form around the dialog is another one, though not in the document.
    event.stopPropagation();
    const typed = new FormData(event.currentTarget);
    setPending(true);
    const answer = await infer(state, String(typed.get("recordName")), String(typed.get("reason"))).catch(
      (error: unknown) => ({ refusal: error instanceof Error ? error.message : String(error) }),
    );
    setPending(false);
    if ("refusal" in answer) return setRefusal({ detail: answer.refusal });
    state.change("schema", { schema: answer.schema });
    onDone();
  };

  return (
    <form onSubmit={submit} noValidate>
      {refusal && <ErrorSummary detail={refusal.detail} />}
      <div className="grid gap-4">
        <TextField
          label="Name of the record"
          name="recordName"
          mono
          defaultValue={recordNameOf(state.form.templates.AVRO)}
          hint="with its namespace: orders.OrderPlaced"
        />
        <ReasonField error={undefined} />
      </div>
      <div className="mt-5 flex flex-wrap items-center justify-end gap-2.5">
        <DialogClose render={<Button>Cancel</Button>} />
        <Button type="submit" variant="primary" pending={pending}>
          Read and infer
        </Button>
      </div>
    </form>
  );
}
