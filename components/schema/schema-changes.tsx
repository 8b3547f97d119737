import clsx from "clsx";
import type { SchemaChange, SchemaEffect } from "#lib/domain/schema";
import { Chip } from "../ui/chip.tsx";
import { byEffect, EFFECT_WORDS, effectCounts, whatWords } from "./change-words.ts";

const MARKS: { readonly [Effect in SchemaEffect]: string } = {
  breaking: "border-l-bad",
  narrowing: "border-l-warn",
  widening: "border-l-ok",
};

/** How many differences of each effect, as chips beside a title. */
export function EffectChips({ changes }: { changes: readonly SchemaChange[] }) {
  return effectCounts(changes).map(({ effect, count }) => (
    <Chip key={effect} tone={EFFECT_WORDS[effect].tone}>
      {count} {EFFECT_WORDS[effect].word}
    </Chip>
  ));
}

/** What differs between two versions by meaning: one row per difference, what breaks first, each with the sentence that says why. Stands in a card. */
export function SchemaChanges({ changes }: { changes: readonly SchemaChange[] }) {
  return (
    <ul className="border-t border-line">
      {byEffect(changes).map((change) => (
        <Row key={`${change.field} ${change.what} ${change.from} ${change.to}`} change={change} />
      ))}
    </ul>
  );
}

function Row({ change }: { change: SchemaChange }) {
  const { field, effect, text } = change;
  const { tone, word } = EFFECT_WORDS[effect];

  return (
    <li
      className={clsx(
        "border-t border-l-3 border-t-line px-3.5 py-2 first:border-t-0 last:rounded-bl-lg",
        MARKS[effect],
      )}
    >
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <span className="font-mono text-small wrap-anywhere">{field || "the schema"}</span>
        <span className="text-small text-ink-3">{whatWords(change)}</span>
        <Values change={change} />
        <span className="ml-auto">
          <Chip tone={tone}>{word}</Chip>
        </span>
      </div>
      <p className="mt-0.5 text-small text-ink-2">{text}</p>
    </li>
  );
}

function Values({ change: { from, to } }: { change: SchemaChange }) {
  if (from === null && to === null) return null;
  return (
    <span className="min-w-0 font-mono text-small wrap-anywhere">
      {from !== null && to === null ? <del className="text-bad">{from}</del> : from}
      {from !== null && to !== null && (
        <>
          <span aria-hidden className="px-1.5 text-ink-3">
            →
          </span>
          <span className="sr-only"> to </span>
        </>
      )}
      {to}
    </span>
  );
}
