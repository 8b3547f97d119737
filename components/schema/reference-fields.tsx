"use client";

import { Plus } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { NumberField } from "../ui/number-field.tsx";
import { TextField } from "../ui/text-field.tsx";
import { REFERENCE_NAMED, type ReferenceDraft } from "./schema-draft.ts";
import type { SchemaFormState } from "./use-schema-form.tsx";

/** Other subjects that the schema uses: how it calls each, and which version of which subject that is. */
export function ReferenceFields({ state }: { state: SchemaFormState }) {
  const { references } = state.content;

  return (
    <div className="grid gap-4">
      {references.map((reference, index) => (
        <Row key={reference.id} state={state} reference={reference} index={index} />
      ))}
      <div>
        <Button size="small" icon={<Plus aria-hidden className="size-4" />} onClick={state.addReference}>
          Add a reference
        </Button>
      </div>
    </div>
  );
}

type RowProps = { state: SchemaFormState; reference: ReferenceDraft; index: number };

function Row({ state, reference, index }: RowProps) {
  const field = (name: "name" | "subject" | "version") => {
    const path = `references.${index}.${name}`;
    return {
      name: path,
      value: reference[name],
      error: state.errorAt(path),
      onChange: (event: { target: { value: string } }) =>
        state.changeReference(path, reference.id, { [name]: event.target.value }),
    };
  };

  return (
    <fieldset className="min-w-0">
      <legend className="float-left mb-1 font-medium">Reference {index + 1}</legend>
      <Button
        size="small"
        variant="quiet"
        className="float-right"
        aria-label={`Take reference ${index + 1} away`}
        onClick={() => state.removeReference(reference.id)}
      >
        Take away
      </Button>
      <div className="clear-both grid gap-2.5 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_6rem]">
        <TextField {...field("name")} label="Name" mono hint={REFERENCE_NAMED[state.content.schemaType]} />
        <TextField {...field("subject")} label="Subject" mono />
        <NumberField {...field("version")} label="Version" />
      </div>
    </fieldset>
  );
}
