import type { VersionComparison } from "#lib/contract/subjects";
import type { SchemaType } from "#lib/domain/schema";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { CompareForm } from "./compare-form.tsx";
import { EffectChips, SchemaChanges } from "./schema-changes.tsx";
import { SchemaTextDiff } from "./schema-text-diff.tsx";

type SubjectComparisonProps = {
  schemaType: SchemaType;
  /** Versions that can be chosen. */
  versions: readonly number[];
  from: number;
  to: number;
  /** A sentence where the two could not be compared. */
  comparison: VersionComparison | string;
};

/** What differs between two versions, first by meaning, then line by line. */
export function SubjectComparison({ schemaType, versions, from, to, comparison }: SubjectComparisonProps) {
  const known = typeof comparison === "string" ? null : comparison;

  return (
    <Card>
      <CardHeader title="What differs" status={known && <EffectChips changes={known.changes} />} />
      <CardSection>
        <CompareForm versions={versions} from={from} to={to} />
      </CardSection>
      {known === null ? (
        <CardSection className="text-ink-2">{String(comparison)}</CardSection>
      ) : (
        <Difference schemaType={schemaType} comparison={known} />
      )}
    </Card>
  );
}

function Difference({ schemaType, comparison }: { schemaType: SchemaType; comparison: VersionComparison }) {
  const { from, to, changes, problem } = comparison;
  const side = ({ version, schema }: VersionComparison["from"]) => ({ label: `Version ${version}`, text: schema });

  return (
    <>
      {problem !== null && (
        <CardSection className="flex flex-wrap items-center gap-2">
          <Chip tone="warn">Compared as text only</Chip>
          <span className="min-w-0 wrap-anywhere">{problem}</span>
        </CardSection>
      )}
      {problem === null && changes.length === 0 && (
        <CardSection className="text-ink-2">Both mean the same.</CardSection>
      )}
      {changes.length > 0 && <SchemaChanges changes={changes} />}
      <CardSection>
        <SchemaTextDiff schemaType={schemaType} from={side(from)} to={side(to)} />
      </CardSection>
    </>
  );
}
