"use client";

import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import type { SchemaType } from "#lib/domain/schema";
import { schemaTextExtensions } from "./code-mirror-theme.ts";

/** One side: `label` says which version it is. */
export type DiffSide = { label: string; text: string };

type SchemaDiffProps = { schemaType: SchemaType; from: DiffSide; to: DiffSide; sideBySide: boolean };

/** Lines around a change that stay in view, and how many equal ones are worth folding. */
const COLLAPSE = { margin: 3, minSize: 6 };

/** After so much (milliseconds) two very different texts are compared more coarsely. */
const SCAN = { scanLimit: 1_000, timeout: 300 };

/** Two texts beside each other or one in the other, to be read. `SchemaTextDiff` loads it where it is shown. */
export default function SchemaDiff({ schemaType, from, to, sideBySide }: SchemaDiffProps) {
  const place = useRef<HTMLDivElement>(null);
  const { label: fromLabel, text: fromText } = from;
  const { label: toLabel, text: toText } = to;

  useEffect(() => {
    const parent = place.current;
    if (!parent) return;
    const show = sideBySide ? besides : within;
    const shown = show(parent, schemaType, { label: fromLabel, text: fromText }, { label: toLabel, text: toText });
    return () => shown.destroy();
  }, [schemaType, fromLabel, fromText, toLabel, toText, sideBySide]);

  return <div ref={place} className="min-w-0 overflow-hidden rounded border border-line font-mono" />;
}

function besides(parent: HTMLElement, type: SchemaType, from: DiffSide, to: DiffSide): MergeView {
  return new MergeView({
    parent,
    a: { doc: from.text, extensions: readOnly(type, from.label) },
    b: { doc: to.text, extensions: readOnly(type, to.label) },
    collapseUnchanged: COLLAPSE,
    diffConfig: SCAN,
  });
}

function within(parent: HTMLElement, type: SchemaType, from: DiffSide, to: DiffSide): EditorView {
  const label = `${to.label} with what differs from ${from.label}`;
  const differences = unifiedMergeView({
    original: from.text,
    mergeControls: false,
    collapseUnchanged: COLLAPSE,
    diffConfig: SCAN,
  });
  return new EditorView({ parent, doc: to.text, extensions: [readOnly(type, label), differences] });
}

const CHANGED = { background: "none", textDecoration: "none", fontWeight: "700" };

/** What goes is red and what comes is green, by the roles that change with the theme; bold is what changed within a line. */
const differenceTheme = EditorView.theme({
  "&.cm-merge-a .cm-changedLine, & .cm-deletedChunk": { backgroundColor: "var(--bad-soft)" },
  "&.cm-merge-b .cm-changedLine, & .cm-insertedLine, & .cm-inlineChangedLine": { backgroundColor: "var(--ok-soft)" },
  "&.cm-merge-a .cm-changedText, & .cm-deletedChunk .cm-deletedText": CHANGED,
  "&.cm-merge-b .cm-changedText": CHANGED,
  "&.cm-merge-a .cm-changedLineGutter, & .cm-deletedLineGutter": { background: "var(--bad)" },
  "&.cm-merge-b .cm-changedLineGutter": { background: "var(--ok)" },
  "& .cm-collapsedLines": { color: "var(--ink-2)", background: "var(--sunken)", minHeight: "1.5rem" },
  // A sign that few fonts have.
  "& .cm-collapsedLines:before, & .cm-collapsedLines:after": { content: "none" },
});

/** Focusable, so that the keyboard scrolls and copies; nothing can be typed. */
function readOnly(type: SchemaType, label: string): Extension {
  return [
    schemaTextExtensions(type, label),
    differenceTheme,
    lineNumbers(),
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({ "aria-readonly": "true" }),
  ];
}
