"use client";

import {
  COMPATIBILITY_LEVELS,
  COMPATIBILITY_MEANINGS,
  type CompatibilityLevel,
  DEFAULT_COMPATIBILITY,
} from "#lib/domain/compatibility";
import { SCHEMA_TYPE_NAMES, SCHEMA_TYPES, type SchemaType } from "#lib/domain/schema";
import { RECORD_NAMED_BY, SUBJECT_STRATEGIES, type SubjectPart, type SubjectStrategy } from "#lib/domain/subject-name";
import { FieldVerdict } from "../plan/verdict.tsx";
import { Autocomplete } from "../ui/autocomplete.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import { Select } from "../ui/select.tsx";
import type { SchemaFormState } from "./use-schema-form.tsx";

/** Which subject the schema is for: the cluster, the topic and the part of its records, or the team that a record's name belongs to. */
export function SchemaPlaceFields({ state }: { state: SchemaFormState }) {
  const { form, where, content } = state;
  const ofRecord = content.strategy === "RecordNameStrategy";

  return (
    <div className="grid gap-4" aria-busy={where.pending}>
      <div className="grid gap-2.5 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)_8rem]">
        <Select
          {...judged(state, "cluster")}
          label="Cluster"
          options={form.clusters.map(({ slug, name, tier, registry }) => ({
            value: slug,
            label: registry ? `${name} · ${tier}` : `${name} · has no registry`,
            disabled: !registry,
          }))}
          value={where.place.cluster ?? ""}
          onChange={(event) => state.changePlace("cluster", { cluster: event.target.value })}
        />
        {ofRecord ? <TeamField state={state} /> : <TopicField state={state} />}
        {content.strategy === "TopicNameStrategy" && <PartField state={state} />}
      </div>
      <Disclosure
        summary="How the subject is named"
        open={content.strategy !== form.strategy || state.violationsAt("strategy").length > 0}
      >
        <StrategyField state={state} />
      </Disclosure>
    </div>
  );
}

/** What is said about a field that a rule can refuse. */
function judged(state: SchemaFormState, path: string) {
  const violations = state.violationsAt(path);
  return {
    name: path,
    error: state.errorAt(path),
    verdict: violations.length > 0 && <FieldVerdict path={path} violations={violations} onTake={state.take} />,
  };
}

function TopicField({ state }: { state: SchemaFormState }) {
  const { form, where } = state;
  const { topic } = where.place;

  return (
    <Autocomplete
      {...judged(state, "topic")}
      label="Topic"
      mono
      value={topic}
      onChange={({ target: { value } }) => state.changePlace("topic", { topic: value }, form.topics.includes(value))}
      onBlur={where.settle}
      suggestions={form.topics.filter((name) => name !== topic).map((value) => ({ value }))}
      placeholder="orders.order-placed.v1"
      hint="A topic of one of your teams"
    />
  );
}

function PartField({ state }: { state: SchemaFormState }) {
  return (
    <Select
      {...judged(state, "part")}
      label="Of its records"
      options={PARTS}
      value={state.where.place.part}
      onChange={(event) => state.changePlace("part", { part: event.target.value as SubjectPart })}
    />
  );
}

const PARTS: { value: SubjectPart; label: string }[] = [
  { value: "value", label: "the value" },
  { value: "key", label: "the key" },
];

function TeamField({ state }: { state: SchemaFormState }) {
  const { form, content } = state;
  const prefixes = form.teams.find(({ slug }) => slug === content.team)?.prefixes ?? [];

  return (
    <Select
      {...judged(state, "team")}
      label="Team"
      options={form.teams.map(({ slug, name }) => ({ value: slug, label: name }))}
      value={content.team}
      hint={`The record’s name begins with ${prefixes.join(" or ") || "one of its prefixes"}`}
      onChange={(event) => state.change("team", { team: event.target.value })}
    />
  );
}

const STRATEGY_WORDS: { readonly [Strategy in SubjectStrategy]: string } = {
  TopicNameStrategy: "by the topic: one schema for all its records",
  RecordNameStrategy: "by the record: the same schema in every topic",
  TopicRecordNameStrategy: "by topic and record: several kinds of records in one topic",
};

function StrategyField({ state }: { state: SchemaFormState }) {
  const { content } = state;
  return (
    <Select
      {...judged(state, "strategy")}
      label="Strategy"
      className="mt-2"
      options={SUBJECT_STRATEGIES.map((value) => ({ value, label: `${value}, ${STRATEGY_WORDS[value]}` }))}
      value={content.strategy}
      hint={
        content.strategy === "TopicNameStrategy"
          ? "What serializers do where nothing else was configured."
          : `The record is named by ${RECORD_NAMED_BY[content.schemaType]}. Producers and consumers have to be configured for it.`
      }
      onChange={(event) => state.change("strategy", { strategy: event.target.value as SubjectStrategy })}
    />
  );
}

/** What the schema is written in; and of a new subject, what is promised from then on. */
export function SchemaKindFields({ state }: { state: SchemaFormState }) {
  const { content, form, isNew } = state;
  return (
    <div className="grid gap-2.5 sm:grid-cols-2">
      <Select
        {...judged(state, "schemaType")}
        label="Type"
        options={SCHEMA_TYPES.map((value) => ({ value, label: SCHEMA_TYPE_NAMES[value] }))}
        value={content.schemaType}
        hint={form.limits.join(" ")}
        onChange={(event) => state.change("schemaType", { schemaType: event.target.value as SchemaType })}
      />
      <Select
        {...judged(state, "compatibility")}
        label="Compatibility"
        disabled={!isNew}
        options={COMPATIBILITY_LEVELS.map((value) => ({
          value,
          label: value === DEFAULT_COMPATIBILITY ? `${value} (default)` : value,
        }))}
        value={content.compatibility}
        hint={`${COMPATIBILITY_MEANINGS[content.compatibility]}${isNew ? "" : " Changing it is a request of its own, from the subject’s page."}`}
        onChange={(event) => state.change("compatibility", { compatibility: event.target.value as CompatibilityLevel })}
      />
    </div>
  );
}
