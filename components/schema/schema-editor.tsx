"use client";

import { useEffect, useEffectEvent, useId, useRef, useState } from "react";
import type { SchemaProblem, SchemaType } from "#lib/domain/schema";
import { controlClass } from "../ui/control-class.ts";
import { FieldError } from "../ui/field-error.tsx";
import type { CodeMirrorEditor } from "./code-mirror-editor.ts";
import { problemText } from "./schema-problems.ts";

type SchemaEditorProps = {
  label: string;
  /** The control's name, to which an error about the text leads. */
  name: string;
  value: string;
  onChange: (text: string) => void;
  schemaType: SchemaType;
  problems: readonly SchemaProblem[];
  error?: string | undefined;
  hint: string;
};

/** How many problems are written out; the text has a mark for each. */
const TOLD = 5;

/**
 * The text of a schema, with marks where something is wrong. It begins as a plain text field, which works before scripts have loaded, and becomes an
 * editor with colours, line numbers and a way back. The field stays behind it as the control of the form: what leads to it leads to the editor.
 */
export function SchemaEditor({ label, name, value, onChange, schemaType, problems, error, hint }: SchemaEditorProps) {
  const id = useId();
  const { place, field, opened, focus } = useEditor({ label, value, onChange, schemaType, problems, id });
  const invalid = Boolean(error) || problems.length > 0;

  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-small font-medium">
        {label}
      </label>
      <textarea
        ref={field}
        id={id}
        name={name}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onFocus={focus}
        spellCheck={false}
        rows={20}
        {...(opened ? { tabIndex: -1, "aria-hidden": true } : { "aria-describedby": `${id}-about` })}
        aria-invalid={invalid || undefined}
        className={opened ? "sr-only" : controlClass({ mono: true, invalid }, "h-96 w-full resize-none")}
      />
      <div
        ref={place}
        className={
          opened
            ? `${invalid ? "border-bad" : "border-control"} overflow-hidden rounded border font-mono [&_.cm-editor]:h-96`
            : "hidden"
        }
      />
      <div id={`${id}-about`}>
        <FieldError message={error} />
        <ul aria-live="polite" className="text-small text-bad">
          {problems.slice(0, TOLD).map((problem) => (
            <li key={problemText(problem)} className="mt-1.5 wrap-anywhere">
              {problemText(problem)}
            </li>
          ))}
          {problems.length > TOLD && <li className="mt-1.5">… and {problems.length - TOLD} more</li>}
        </ul>
        <div className="mt-1 text-xs text-ink-3">{hint}</div>
      </div>
    </div>
  );
}

type EditorModule = typeof import("./code-mirror-editor.ts");
type Editing = Pick<SchemaEditorProps, "label" | "value" | "onChange" | "schemaType" | "problems"> & { id: string };

/** Opens the editor once its code is there, and keeps it at what the form says. */
function useEditor({ label, value, onChange, schemaType, problems, id }: Editing) {
  const place = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const editor = useRef<CodeMirrorEditor | null>(null);
  const [opened, setOpened] = useState(false);
  const changed = useEffectEvent(onChange);
  const open = useEffectEvent((openEditor: EditorModule["openEditor"], parent: HTMLElement) =>
    openEditor({
      parent,
      text: value,
      schemaType,
      label,
      describedBy: `${id}-about`,
      onChange: (text) => changed(text),
    }),
  );

  useEffect(() => {
    let gone = false;
    const begin = ({ openEditor }: EditorModule) => {
      if (gone || !place.current) return;
      const typing = document.activeElement === field.current;
      editor.current = open(openEditor, place.current);
      setOpened(true);
      if (typing) requestAnimationFrame(() => editor.current?.focus());
    };
    // Where its code cannot be had, the field stays, and everything works without colours.
    import("./code-mirror-editor.ts").then(begin, () => setOpened(false));
    return () => {
      gone = true;
      editor.current?.destroy();
      editor.current = null;
    };
  }, []);

  useEffect(() => editor.current?.setText(value), [value]);
  useEffect(() => {
    if (opened) editor.current?.setType(schemaType);
  }, [opened, schemaType]);
  useEffect(() => {
    if (opened) editor.current?.setProblems(problems);
  }, [opened, problems]);

  return { place, field, opened, focus: () => editor.current?.focus() };
}
