import { useId } from "react";
import { TextField } from "../ui/text-field.tsx";
import type { TargetDraft } from "./target-draft.ts";

type TargetFieldsProps = {
  draft: TargetDraft;
  /** What is wrong with the field of the chosen kind. */
  error: string | undefined;
  change: (changed: Partial<TargetDraft>) => void;
};

const KINDS: readonly { kind: TargetDraft["kind"]; label: string; hint: string }[] = [
  { kind: "earliest", label: "The beginning (earliest)", hint: "All that is there is read again." },
  { kind: "latest", label: "The end (latest)", hint: "All that is there now is skipped." },
  { kind: "time", label: "A time", hint: "The first record at or after it, in each partition." },
  { kind: "shift", label: "A shift", hint: "So many records back or on, in each partition." },
];

/** Where a group is to go on: the beginning, the end, a time, or so many records from where it is. */
export function TargetFields({ draft, error, change }: TargetFieldsProps) {
  const id = useId();

  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 text-small font-medium">Go on from</legend>
      {KINDS.map(({ kind, label, hint }) => (
        <label key={kind} className="inline-flex min-h-6 cursor-pointer items-start gap-2 py-0.5">
          <input
            type="radio"
            name={`${id}-kind`}
            value={kind}
            checked={draft.kind === kind}
            onChange={() => change({ kind })}
            className="mt-0.5 size-4 flex-none cursor-pointer accent-accent"
          />
          <span className="min-w-0">
            {label} <span className="text-xs text-ink-3">{hint}</span>
          </span>
        </label>
      ))}
      {draft.kind === "time" && (
        <TextField
          label="Time (UTC)"
          name="target.time"
          type="datetime-local"
          step={1}
          value={draft.time}
          error={error}
          onChange={({ target }) => change({ time: target.value })}
        />
      )}
      {draft.kind === "shift" && (
        <TextField
          label="Records"
          name="target.by"
          inputMode="numeric"
          mono
          value={draft.by}
          error={error}
          hint="-100 reads 100 again, 100 skips 100."
          onChange={({ target }) => change({ by: target.value })}
        />
      )}
    </fieldset>
  );
}
