import { syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { SchemaType } from "#lib/domain/schema";
import { SCHEMA_HIGHLIGHTER, SCHEMA_LANGUAGES } from "./schema-language.ts";

/** The roles of `app/globals.css`, which change with the theme by themselves. What CodeMirror sets for light and dark is set here for both. */
const theme = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--surface)", fontSize: "0.8125rem" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "1.25rem" },
  ".cm-content": { padding: "0.5rem 0", caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": {
    color: "var(--ink-3)",
    backgroundColor: "var(--sunken)",
    borderRight: "1px solid var(--line)",
  },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--sunken)" },
  "& > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { backgroundColor: "var(--line)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "var(--line-strong)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-soft)", outline: "1px solid var(--accent)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--bad-soft)", outline: "1px solid var(--bad)" },
  ".cm-tooltip": {
    color: "var(--ink)",
    backgroundColor: "var(--surface)",
    border: "1px solid var(--line-strong)",
    borderRadius: "4px",
  },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
    color: "var(--accent-ink)",
    backgroundColor: "var(--accent)",
  },
  ".cm-placeholder": { color: "var(--ink-3)" },
  ".cm-panels": { color: "var(--ink)", backgroundColor: "var(--sunken)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
});

/**
 * How a schema looks wherever CodeMirror shows it: our colours, the language of its type, wrapped lines (so that the page never scrolls sideways),
 * a name for screen readers. Tab is not taken: it leaves the text. The element around it has `font-mono`.
 * @param label what the text is: "Schema", "Version 3"
 */
export function schemaTextExtensions(type: SchemaType, label: string): Extension {
  const nonce = styleNonce();
  return [
    theme,
    SCHEMA_LANGUAGES[type],
    syntaxHighlighting(SCHEMA_HIGHLIGHTER),
    EditorView.lineWrapping,
    // What can be typed into takes focus without being told; tools that look for a way to scroll by keyboard want it said.
    EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
    nonce === undefined ? [] : EditorView.cspNonce.of(nonce),
  ];
}

/**
 * The nonce with which this document may add style elements. It is that of the answer the document came with, whichever page is shown by now, so it
 * is read from a script that came with it; the one that the server would tell with a later page is not this document's.
 */
function styleNonce(): string | undefined {
  return document.querySelector<HTMLScriptElement>("script[nonce][src]")?.nonce;
}
