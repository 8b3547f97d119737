import type { TopicView } from "#lib/contract/topics";
import { DriftValues } from "../drift/drift-values.tsx";
import { fieldLabel, revertInWords } from "../drift/drift-words.ts";
import { Button } from "../ui/button.tsx";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import type { DriftCommands } from "./drift-commands.ts";
import { ResolveFieldsDialog } from "./resolve-fields-dialog.tsx";

type Difference = TopicView["drift"][number];

/** What of a topic is not as it was decided, field by field in its three values, and the two answers to it. Nothing where nothing differs. */
export function TopicDriftCard({ topic, commands }: { topic: TopicView; commands: DriftCommands }) {
  const { drift, may } = topic;
  if (drift.length === 0) return null;

  return (
    <Card tone="warn" className="mb-5">
      <CardHeader
        title="Not as it was decided"
        aside={may.resolveDrift.allowed && drift.length > 1 && <AllOfIt topic={topic} commands={commands} />}
      />
      {drift.map((field) => (
        <CardSection key={field.field}>
          <div className="mb-2 flex flex-wrap items-center gap-x-2.5 gap-y-2">
            <h3 className="font-mono text-small font-semibold">{fieldLabel(field.field)}</h3>
            <Chip tone={revertInWords(field).tone}>{revertInWords(field).word}</Chip>
            {may.resolveDrift.allowed && <Answers topic={topic} field={field} commands={commands} />}
          </div>
          <DriftValues field={field} />
        </CardSection>
      ))}
      {!may.resolveDrift.allowed && may.resolveDrift.needed && (
        <CardSection className="text-ink-2">To put it back or to adopt it: {may.resolveDrift.needed}</CardSection>
      )}
    </Card>
  );
}

type AnswersProps = { topic: TopicView; field: Difference; commands: DriftCommands };

function Answers({ topic: { cluster, name }, field: { field, revert, adoptable }, commands }: AnswersProps) {
  const label = fieldLabel(field);
  return (
    <span className="ml-auto flex gap-2">
      {adoptable && (
        <ResolveFieldsDialog
          topic={{ cluster, name }}
          how="adopt"
          fields={[field]}
          title={`Adopt ${label} as it is?`}
          trigger={
            <Button size="small" aria-label={`Adopt ${label}`}>
              Adopt
            </Button>
          }
          request={commands.adopt}
        />
      )}
      {revert !== null && (
        <ResolveFieldsDialog
          topic={{ cluster, name }}
          how="revert"
          fields={[field]}
          title={`Revert ${label}?`}
          trigger={
            <Button size="small" aria-label={`Revert ${label}`}>
              Revert
            </Button>
          }
          request={commands.revert}
        />
      )}
    </span>
  );
}

function AllOfIt({ topic: { cluster, name, drift }, commands }: { topic: TopicView; commands: DriftCommands }) {
  const reverted = drift.filter(({ revert }) => revert !== null).map(({ field }) => field);
  const adopted = drift.filter(({ adoptable }) => adoptable).map(({ field }) => field);
  return (
    <span className="flex flex-wrap gap-2">
      {adopted.length > 0 && (
        <ResolveFieldsDialog
          topic={{ cluster, name }}
          how="adopt"
          fields={adopted}
          title="Adopt all as it is?"
          trigger={<Button size="small">Adopt all</Button>}
          request={commands.adopt}
        />
      )}
      {reverted.length > 0 && (
        <ResolveFieldsDialog
          topic={{ cluster, name }}
          how="revert"
          fields={reverted}
          title="Revert all that can be?"
          trigger={<Button size="small">Revert all</Button>}
          request={commands.revert}
        />
      )}
    </span>
  );
}
