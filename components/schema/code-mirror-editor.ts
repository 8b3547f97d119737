import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Extension, type Text } from "@codemirror/state";
import { EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import type { SchemaProblem, SchemaType } from "#lib/domain/schema";
import { schemaTextExtensions } from "./code-mirror-theme.ts";

type EditorOptions = {
  parent: HTMLElement;
  text: string;
  schemaType: SchemaType;
  label: string;
  /** Id of the element that says what the editor is for and what is wrong with the text. */
  describedBy: string;
  onChange: (text: string) => void;
};

/** One editor in the page. Setting what it shows already changes nothing, and keeps the way back. */
export type CodeMirrorEditor = {
  setText: (text: string) => void;
  setType: (schemaType: SchemaType) => void;
  setProblems: (problems: readonly SchemaProblem[]) => void;
  focus: () => void;
  destroy: () => void;
};

/** Line, gutter and history as in the editors that people come from. Tab leaves the text; Ctrl+] and Ctrl+[ indent. */
export function openEditor({
  parent,
  text,
  schemaType,
  label,
  describedBy,
  onChange,
}: EditorOptions): CodeMirrorEditor {
  const look = new Compartment();
  let told = text;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        look.of(schemaTextExtensions(schemaType, label)),
        EditorView.contentAttributes.of({ "aria-describedby": describedBy, spellcheck: "false" }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          const now = docChanged ? state.doc.toString() : told;
          // What the form itself put there is nobody's typing.
          if (now === told) return;
          told = now;
          onChange(now);
        }),
        EDITING,
      ],
    }),
  });

  return {
    setText: (next) => {
      if (next === told) return;
      told = next;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
    setType: (next) => view.dispatch({ effects: look.reconfigure(schemaTextExtensions(next, label)) }),
    setProblems: (problems) => view.dispatch(setDiagnostics(view.state, diagnosticsOf(view.state.doc, problems))),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

const EDITING: Extension = [
  lineNumbers(),
  foldGutter(),
  history(),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  highlightActiveLine(),
  lintGutter(),
  keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...foldKeymap, ...lintKeymap]),
];

/** Marks from the named place to the end of its line; a problem without a place marks the first line. Places behind the end mark the last line. */
function diagnosticsOf(doc: Text, problems: readonly SchemaProblem[]): Diagnostic[] {
  return problems.map(({ message, line, column }) => {
    const at = doc.line(Math.min(Math.max(line ?? 1, 1), doc.lines));
    const from = Math.min(at.from + Math.max((column ?? 1) - 1, 0), at.to);
    return { from, to: Math.max(from, at.to), severity: "error" as const, message };
  });
}
