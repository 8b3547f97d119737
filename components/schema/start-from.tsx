"use client";

import { Upload } from "lucide-react";
import { type ChangeEvent, useId, useRef, useState } from "react";
import { SCHEMA_TYPE_NAMES } from "#lib/domain/schema";
import { Button } from "../ui/button.tsx";
import { FieldError } from "../ui/field-error.tsx";
import { FromSampleDialog } from "./from-sample-dialog.tsx";
import { readSchemaFile, SCHEMA_FILES } from "./read-schema-file.ts";
import { referenceDrafts } from "./schema-draft.ts";
import type { SchemaFormState } from "./use-schema-form.tsx";

/** Texts to begin with. What stands in the editor can be had back there: each is a step of its history. */
export function StartFrom({ state }: { state: SchemaFormState }) {
  const { form, content, change } = state;
  const [refused, setRefused] = useState<string>();
  const { latest, templates } = form;
  const template = templates[content.schemaType];

  return (
    <div>
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-small text-ink-3">Start from</span>
        {latest && (
          <Button
            size="small"
            onClick={() => {
              const { schema, schemaType, references } = latest.definition;
              change("schema", { schema, schemaType, references: referenceDrafts(references) });
            }}
          >
            version {latest.version}
          </Button>
        )}
        {template && (
          <Button size="small" onClick={() => change("schema", { schema: template })}>
            a template for {SCHEMA_TYPE_NAMES[content.schemaType]}
          </Button>
        )}
        <FromSampleDialog state={state} />
        <UploadButton state={state} onRefused={setRefused} />
      </div>
      <div aria-live="polite">
        <FieldError message={refused} />
      </div>
    </div>
  );
}

type UploadProps = { state: SchemaFormState; onRefused: (why: string | undefined) => void };

function UploadButton({ state, onRefused }: UploadProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);

  const take = async ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const [file] = currentTarget.files ?? [];
    // The same file chosen again is a choice again.
    const read = file && (await readSchemaFile(file));
    if (input.current) input.current.value = "";
    if (!read) return;
    onRefused(read.ok ? undefined : read.failure.detail);
    if (!read.ok) return;
    const { schema, schemaType } = read.value;
    state.change("schema", schemaType ? { schema, schemaType } : { schema });
  };

  return (
    <>
      <Button size="small" icon={<Upload aria-hidden className="size-4" />} onClick={() => input.current?.click()}>
        a file
      </Button>
      <input
        ref={input}
        id={id}
        type="file"
        accept={SCHEMA_FILES}
        onChange={take}
        tabIndex={-1}
        aria-label="A file with a schema"
        className="hidden"
      />
    </>
  );
}
