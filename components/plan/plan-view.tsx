import clsx from "clsx";
import { Ban } from "lucide-react";
import type { ReactNode } from "react";
import type { ChangeKind, Plan } from "#lib/domain/plan";
import { LossNotice } from "../topic/loss-notice.tsx";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type PlanRow, planRows } from "./plan-rows.ts";

const kinds: Record<ChangeKind, { mark: string; word: ReactNode }> = {
  destructive: { mark: "border-l-bad", word: <Chip tone="bad">destructive</Chip> },
  irreversible: { mark: "border-l-warn", word: <Chip tone="warn">cannot be undone</Chip> },
  additive: { mark: "border-l-ok", word: <span className="text-xs text-ok">adds</span> },
  neutral: { mark: "border-l-line-strong", word: <span className="text-xs text-ink-3">changes</span> },
};

type PlanViewProps = {
  plan: Plan;
  title?: string;
  /** Beside the title, such as a verdict; the count of destructive changes stands there by itself. */
  status?: ReactNode;
};

/**
 * Exactly what will happen, the same for who asks, who decides and who looks back: one row per change, effects below it, and what Kafka or
 * the registry cannot do apart.
 */
export function PlanView({ plan, title = "Plan", status }: PlanViewProps) {
  const { rows, otherEffects } = planRows(plan);
  // Of something new every row is an addition: said once, by the row that makes it.
  const creating = plan.topicId === null && rows.every(({ kind }) => kind === "additive");
  const destructive = rows.filter(({ kind }) => kind === "destructive").length;

  return (
    <Card>
      <CardHeader
        title={title}
        status={
          <>
            {destructive > 0 && <Chip tone="bad">{destructive} destructive</Chip>}
            {status}
          </>
        }
        // Who owns a thing is nothing that a cluster knows.
        aside={plan.object.kind !== "ownership" && <BasedOn at={plan.basedOn} where={systemOf(plan)} />}
      />
      {rows.length === 0 && plan.refusals.length === 0 && (
        <CardSection className="text-ink-2">Nothing would change.</CardSection>
      )}
      {rows.length > 0 && (
        <ul className="@container border-t border-line last:[&>li:last-child]:rounded-bl-lg">
          {rows.map((row) => (
            <PlanRowView key={row.field} row={row} creating={creating} columns={columnsOf(plan)} />
          ))}
        </ul>
      )}
      {otherEffects.length > 0 && <CardSection className="text-small text-ink-2">{otherEffects.join(" ")}</CardSection>}
      {plan.loss !== undefined && (
        <CardSection>
          <LossNotice loss={plan.loss} />
        </CardSection>
      )}
      <Refusals refusals={plan.refusals} where={systemOf(plan)} />
    </Card>
  );
}

/** What a plan is about lives on a cluster or in its schema registry. */
type System = { name: string; brand: string };

function systemOf({ object }: Plan): System {
  return object.kind === "subject" ? { name: "registry", brand: "The registry" } : { name: "cluster", brand: "Kafka" };
}

function BasedOn({ at, where }: { at: string | null; where: System }) {
  if (at === null) return `the ${where.name} was not seen yet`;
  return (
    <>
      from the {where.name} as seen <RelativeTime at={at} />
    </>
  );
}

/** A topic's and a subject's fields have short names; an ACL line is a sentence, and gets the room. */
const COLUMNS = {
  topic: {
    row: "@xs:grid-cols-[9.5rem_minmax(0,1fr)] @xl:grid-cols-[9.5rem_minmax(0,1fr)_auto]",
    after: "@xs:col-start-2",
  },
  lines: { row: "@xl:grid-cols-[minmax(0,1fr)_auto_auto]", after: "" },
} as const;

type Columns = (typeof COLUMNS)[keyof typeof COLUMNS];

function columnsOf({ object }: Plan): Columns {
  return object.kind === "topic" || object.kind === "subject" ? COLUMNS.topic : COLUMNS.lines;
}

function PlanRowView({ row, creating, columns }: { row: PlanRow; creating: boolean; columns: Columns }) {
  const { mark, word } = kinds[row.kind];

  return (
    <li
      className={clsx(
        "grid items-baseline gap-x-3 gap-y-1 border-t border-l-3 border-t-line px-3.5 py-2 first:border-t-0",
        columns.row,
        mark,
      )}
    >
      <span className="font-mono text-small wrap-anywhere text-ink-2 @xs:text-ink">{row.label}</span>
      <span className="min-w-0 font-mono text-small wrap-anywhere">
        <Values from={row.from} to={row.to} />
        {row.exact && <span className="ml-3 text-ink-3">{row.exact}</span>}
      </span>
      <span className={creating ? "sr-only" : clsx(columns.after, "@xl:col-start-3")}>{word}</span>
      {row.effects.length > 0 && (
        <div className={clsx("text-small text-ink-2 @xl:col-span-2", columns.after)}>
          {row.effects.map((effect) => (
            <p key={effect}>{effect}</p>
          ))}
        </div>
      )}
    </li>
  );
}

function Values({ from, to }: { from: string | null; to: string | null }) {
  if (from === null) return to;
  if (to === null) return <del className="text-bad">{from}</del>;
  return (
    <>
      {from}
      <span aria-hidden className="px-1.5 text-ink-3">
        →
      </span>
      <span className="sr-only"> to </span>
      {to}
    </>
  );
}

function Refusals({ refusals, where }: { refusals: Plan["refusals"]; where: System }) {
  if (refusals.length === 0) return null;

  return (
    <CardSection>
      <Chip tone="bad" icon={Ban}>
        {where.brand} cannot do this
      </Chip>
      <ul className="mt-2 grid gap-1">
        {refusals.map(({ field, reason }) => (
          <li key={field}>
            <span className="font-mono text-small">{field}</span>: {reason}
          </li>
        ))}
      </ul>
    </CardSection>
  );
}
