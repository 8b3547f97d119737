import type { ReactNode } from "react";
import type { SubjectView } from "#lib/contract/subjects";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { Since } from "../ui/since.tsx";
import { type Column, Table } from "../ui/table.tsx";
import type { Tone } from "../ui/tone.ts";

type State = SubjectView["state"];

/** What a state means, where it is not simply as approved. */
const WORDS: { readonly [S in Exclude<State, "ready">]: { tone: Tone; title: string; text: string } } = {
  pending: {
    tone: "wait",
    title: "Approved, and being applied",
    text: "It counts as applied once it was seen in the registry.",
  },
  blocked: { tone: "bad", title: "Blocked", text: "It waits for a person." },
  drifted: {
    tone: "warn",
    title: "Changed outside Headgate",
    text: "Nothing is put back or taken over unasked.",
  },
  unmanaged: {
    tone: "off",
    title: "Headgate does not manage this subject",
    text: "It was registered by other means. It is shown as it was seen, and nothing here ever changes it until a team adopts it.",
  },
  deleted: {
    tone: "off",
    title: "Deleted",
    text: "Softly: the registry lists it no more, programs that know an id still read with it, and a new version brings it back.",
  },
  purged: {
    tone: "off",
    title: "Deleted for good",
    text: "The registry forgot its versions and ids; records that were written with them cannot be decoded any more.",
  },
};

type SubjectConditionProps = {
  subject: SubjectView;
  /** Buttons for this state, or who could press them. */
  actions: ReactNode;
};

/** What keeps a subject from being as it was approved, and field by field where it drifted. */
export function SubjectCondition({ subject: { state, message, stateSince, drift }, actions }: SubjectConditionProps) {
  if (state === "ready") return null;
  const { tone, title, text } = WORDS[state];

  return (
    <Card tone={tone} className="mb-4">
      <CardSection className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-64 wrap-anywhere">
          <p className="font-semibold">
            {title}
            {stateSince && (
              <span className="font-normal text-ink-3">
                {" "}
                · <Since at={stateSince} />
              </span>
            )}
          </p>
          {message && <p>{message}</p>}
          <p className="text-ink-2">{text}</p>
        </div>
        {actions}
      </CardSection>
      {drift.length > 0 && (
        <>
          <CardHeader title="What differs" aside={drift.length} />
          <Table caption="What differs from what was approved" columns={columns} rows={drift} rowKey={keyOf} />
        </>
      )}
    </Card>
  );
}

type DriftRow = SubjectView["drift"][number];

const keyOf = ({ field }: DriftRow) => field;

const columns: Column<DriftRow>[] = [
  { key: "field", header: "What", rowHeader: true, mono: true, cell: ({ field }) => field },
  { key: "desired", header: "Approved", mono: true, cell: ({ desired }) => <Value value={desired} /> },
  { key: "applied", header: "Last applied", mono: true, cell: ({ applied }) => <Value value={applied} /> },
  { key: "observed", header: "In the registry", mono: true, cell: ({ observed }) => <Value value={observed} /> },
];

function Value({ value }: { value: string | null }) {
  if (value === null) return <span className="text-ink-3">nothing</span>;
  return <span className="wrap-anywhere">{value}</span>;
}
