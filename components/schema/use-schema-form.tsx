"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useState, useTransition } from "react";
import type { SchemaForm, SchemaPreview } from "#lib/contract/schema-requests";
import type { Violation } from "#lib/domain/policy";
import { useFieldNotice } from "../command/use-field-notice.tsx";
import { useLatestAnswer } from "../ui/use-latest-answer.tsx";
import { fetchSchemaPreview } from "./fetch-schema-preview.ts";
import {
  contentOf,
  EMPTY_SCHEMA_DRAFT,
  type ReferenceDraft,
  readSchemaDraft,
  type SchemaDraft,
  type SchemaPlace,
  withReference,
} from "./schema-draft.ts";
import { schemaProblems } from "./schema-problems.ts";
import { useRegistryVerdict } from "./use-registry-verdict.tsx";

/** What the sections of the form share: the draft, where it belongs, and what is known about each field. */
export type SchemaFormState = ReturnType<typeof useSchemaForm>;

/** The state of the form: what was typed, the judgement of the rules and that of the registry, both asked while typing rests. */
export function useSchemaForm(form: SchemaForm) {
  const [draft, setDraft] = useState(EMPTY_SCHEMA_DRAFT);
  const notice = useFieldNotice(form.topic === null ? [] : ["topic"]);
  const { shown } = notice;

  const where = useSchemaPlace(form);
  const content = contentOf(draft, form);
  const isNew = form.latest === null;
  const { input, errors: unreadable } = readSchemaDraft(content, where.place, { forced: draft.forced, isNew });
  const begun = isBegun(content, where.place) && !unreadable.some(({ path }) => path === "schema");
  const { preview, verdict } = useJudgement(begun ? JSON.stringify(input) : null);
  const { answer } = preview;
  const violations = answer?.violations ?? [];

  const change = (path: string, changed: Partial<SchemaDraft>) => {
    setDraft((before) => ({ ...before, ...changed }));
    notice.touch(path);
  };
  const at = (path: string) => (shown(path) ? violations.filter((one) => one.path === path) : []);

  return {
    form,
    where,
    draft,
    content,
    isNew,
    input,
    preview,
    verdict,
    unreadable,
    problems: schemaProblems(unreadable, answer),
    change,
    changePlace: (path: "cluster" | "topic" | "part", changed: Partial<SchemaPlace>, visit?: boolean) => {
      change(path, {});
      where.choose(changed, visit);
    },
    ...referenceChanges(content.references, change),
    take: (violation: Violation) => change(violation.path, suggested(violation)),
    attempted: notice.attempted,
    /** What is wrong with a field in itself; quiet until it was touched. */
    errorAt: (path: string) => {
      if (!shown(path)) return undefined;
      const refused = at(path).length > 0 ? [] : notice.refused(path);
      const wrong = [...unreadable, ...(answer?.errors ?? []), ...(answer?.conflicts ?? []), ...refused];
      return wrong.find((problem) => problem.path === path)?.message;
    },
    violationsAt: at,
    /** Broken rules that no field of the form tells yet. */
    violationsElsewhere: violations.filter(({ path }) => at(path).length === 0 || !OWN_VERDICT.includes(path)),
  };
}

/** Fields that tell their broken rules themselves. */
const OWN_VERDICT = ["strategy", "schemaType", "compatibility"];

function isBegun({ untouched, schema, strategy, team }: ReturnType<typeof contentOf>, place: SchemaPlace): boolean {
  if (untouched || schema.trim() === "" || place.cluster === null) return false;
  return strategy === "RecordNameStrategy" ? team !== "" : place.topic.trim() !== "";
}

/** A judgement with what it is about: by the time it is there, something else may stand in the form. */
type Judged = { asked: string; preview: SchemaPreview };

/**
 * The judgement of the rules, then the registry's own; and the rules' again once the registry has answered, because who has to decide can depend
 * on that.
 */
function useJudgement(body: string | null) {
  const [judged, setJudged] = useState("");
  const key = body === null ? null : JSON.stringify([body, judged]);
  const { answer, pending, failed } = useLatestAnswer<Judged>(key, async (question, signal) => {
    const [asked] = JSON.parse(question) as [string, string];
    return { asked, preview: await fetchSchemaPreview(asked, signal) };
  });
  const verdict = useRegistryVerdict(answer);
  if (verdict.answeredFor !== null && verdict.answeredFor !== judged) setJudged(verdict.answeredFor);
  return { preview: { answer: answer?.preview ?? null, pending, failed }, verdict };
}

function referenceChanges(
  references: readonly ReferenceDraft[],
  change: (path: string, changed: Partial<SchemaDraft>) => void,
) {
  return {
    addReference: () => change("references", { references: withReference(references) }),
    removeReference: (id: number) =>
      change("references", { references: references.filter((reference) => reference.id !== id) }),
    changeReference: (path: string, id: number, changed: Partial<ReferenceDraft>) =>
      change(path, {
        references: references.map((reference) => (reference.id === id ? { ...reference, ...changed } : reference)),
      }),
  };
}

/** What a rule suggests for a field that holds one of a few values. */
function suggested({ path, suggestion }: Violation): Partial<SchemaDraft> {
  return OWN_VERDICT.includes(path) ? { [path]: suggestion } : {};
}

/**
 * Where the schema belongs. A choice counts at once, for what is judged and sent; the address follows where that brings another subject, and with
 * the page comes what that subject has.
 */
function useSchemaPlace(form: SchemaForm) {
  const router = useRouter();
  const address = useSearchParams();
  const [pending, start] = useTransition();
  const [place, setPlace] = useState<SchemaPlace>({
    cluster: form.cluster,
    topic: form.topic ?? "",
    part: form.part,
  });

  const visit = (next: SchemaPlace) => {
    const search = new URLSearchParams(address);
    search.delete("subject");
    for (const [name, value] of Object.entries(next)) {
      if (value) search.set(name, value);
      else search.delete(name);
    }
    if (`${search}` === `${address}`) return;
    start(() => router.replace(`/schemas/new?${search}`, { scroll: false }));
  };
  return {
    place,
    pending,
    /** @param visited false while a name is still typed: the page is asked about it when it is whole */
    choose: (changed: Partial<SchemaPlace>, visited = true) => {
      const next = { ...place, ...changed };
      setPlace(next);
      if (visited) visit(next);
    },
    settle: () => visit(place),
  };
}
