"use client";

import type { SchemaImpact, SchemaPreview } from "#lib/contract/schema-requests";
import type { Plan } from "#lib/domain/plan";
import { NotPlanned } from "../plan/not-planned.tsx";
import { PlanView } from "../plan/plan-view.tsx";
import { Verdict, VerdictChip } from "../plan/verdict.tsx";
import { verdictSummary } from "../plan/verdict-words.ts";
import { WhoDecides } from "../request/who-decides.tsx";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { FieldError } from "../ui/field-error.tsx";
import { LiveRegion } from "../ui/live-region.tsx";
import { RegistrySays } from "./registry-says.tsx";
import { isIncompatible } from "./said-by-registry.ts";
import { EffectChips, SchemaChanges } from "./schema-changes.tsx";
import { problemsElsewhere } from "./schema-problems.ts";
import { LosersCard } from "./schema-reader-list.tsx";
import { TextDifference } from "./text-difference.tsx";
import type { SchemaFormState } from "./use-schema-form.tsx";
import { WaysRound } from "./ways-round.tsx";

/** What would come of the request as it stands: the difference by meaning, what the registry and the rules say, who loses something, and who decides. */
export function SchemaOutlook({ state }: { state: SchemaFormState }) {
  const { answer, failed } = state.preview;
  const { said } = state.verdict;
  const impact = failed ? null : (answer?.impact ?? null);
  const elsewhere = state.violationsElsewhere;

  return (
    <div className="grid gap-5">
      <InTheWay state={state} />
      {impact ? <Difference state={state} impact={impact} /> : <NotJudged state={state} />}
      {impact && <RegistrySays said={said} explanation={impact.explanation} />}
      {impact && (isIncompatible(said, impact.explanation) || state.draft.forced) && (
        <OtherWays state={state} preview={answer} />
      )}
      {impact && <LosersCard readers={impact.readers} readerCount={impact.readerCount} />}
      {elsewhere.length > 0 && (
        <Card>
          <CardHeader title="Rules" status={<VerdictChip violations={elsewhere} />} />
          <CardSection>
            <Verdict violations={elsewhere} onTake={state.take} />
          </CardSection>
        </Card>
      )}
      {answer?.plan && !failed && <PlanView plan={withoutFields(answer.plan)} title="What will happen" />}
      {answer?.risk && !failed && <WhoDecides risk={answer.risk} requiredApprovals={answer.requiredApprovals} />}
      <LiveRegion hidden>{answer && !failed && verdictSummary(answer.violations).words}</LiveRegion>
    </div>
  );
}

/** What stands against it whatever the text is: another request about the subject, a subject that nobody adopted. */
function InTheWay({ state: { problems } }: { state: SchemaFormState }) {
  const elsewhere = problemsElsewhere(problems);
  if (elsewhere.length === 0) return null;
  return (
    <Card tone="bad">
      <CardHeader title="In the way" />
      <CardSection className="grid gap-1.5">
        {elsewhere.map(({ path, message }) => (
          <FieldError key={`${path} ${message}`} message={message} />
        ))}
      </CardSection>
    </Card>
  );
}

/** The plan without what stands above it by meaning, field by field; who decides sees all of it. */
function withoutFields({ changes, effects, ...rest }: Plan): Plan {
  const kept = ({ field }: { field: string }) => !/^(field |schema, |further fields$)/.test(field);
  return { ...rest, changes: changes.filter(kept), effects: effects.filter(kept) };
}

function NotJudged({ state: { preview, content, problems } }: { state: SchemaFormState }) {
  return (
    <NotPlanned title="What will come of it" failed={preview.failed}>
      {problems.length > 0
        ? "Something cannot be read yet. Once it can, every change by meaning stands here, and who it concerns."
        : content.untouched
          ? "Change the schema, paste one or take a file: what changes by meaning, and who it concerns, then stands here before you ask."
          : "Say which topic it is for: what changes by meaning, and who it concerns, then stands here before you ask."}
    </NotPlanned>
  );
}

function Difference({ state: { form, content }, impact }: { state: SchemaFormState; impact: SchemaImpact }) {
  const { base, changes, fields, subject } = impact;
  const text = form.latest?.version === base?.version ? form.latest?.definition.schema : undefined;

  return (
    <Card>
      <CardHeader
        title={base ? `Against version ${base.version}` : "The first version"}
        status={<EffectChips changes={changes} />}
        aside={<span className="font-mono text-small wrap-anywhere">{subject}</span>}
      />
      {base && changes.length > 0 && <SchemaChanges changes={changes} />}
      {(!base || changes.length === 0) && (
        <CardSection className="text-ink-2">
          {base
            ? "By meaning it is the same as the version that is there."
            : `A new subject with ${fields.length === 1 ? "1 field" : `${fields.length} fields`}.`}
        </CardSection>
      )}
      {base && text !== undefined && (
        <CardSection>
          <TextDifference
            schemaType={content.schemaType}
            base={{ version: base.version, text }}
            asked={content.schema}
          />
        </CardSection>
      )}
    </Card>
  );
}

function OtherWays({ state, preview }: { state: SchemaFormState; preview: SchemaPreview | null }) {
  const { where, content, draft } = state;
  return (
    <WaysRound
      cluster={where.place.cluster ?? ""}
      topic={where.place.topic}
      nextMajorTopic={preview?.nextMajorTopic ?? null}
      level={content.compatibility}
      forced={draft.forced}
      onForce={(forced) => state.change("forced", { forced })}
    />
  );
}
