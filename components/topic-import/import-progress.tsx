import type { ImportProgress } from "#lib/contract/topic-imports";
import { grouped } from "#lib/domain/quantity";

/** How much of an import the worker has seen to be as it is desired; read from the database, so that a reload shows the same. */
export function ImportProgressBar({ progress: { total, settled } }: { progress: ImportProgress }) {
  return (
    <progress
      aria-label={`${grouped(settled)} of ${grouped(total)} topics seen`}
      max={total}
      value={settled}
      className="h-2 w-full appearance-none overflow-hidden rounded-full border border-line bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
    />
  );
}
