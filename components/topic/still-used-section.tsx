"use client";

import { CardHeader, CardSection } from "../ui/card.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { Chip } from "../ui/chip.tsx";
import type { DeletionFormState } from "./use-deletion-form.tsx";

/** Who still uses a topic that is to go. Each is named by a tick of its own: nobody is left without it by mistake. */
export function StillUsedSection({ state }: { state: DeletionFormState }) {
  const { groups, written, despite, preview } = state;
  const used = groups.length > 0 || written;

  return (
    <>
      <CardHeader title="Who still uses it" status={used && <Chip tone="warn">still used</Chip>} />
      <CardSection className="grid gap-3">
        {!used && <p className="text-ink-2">{nobody(preview)}</p>}
        {groups.length > 0 && (
          <fieldset className="grid gap-1">
            <legend className="mb-1 text-ink-2">
              These consumer groups read it. Tick each that is left without it:
            </legend>
            {groups.map((group) => (
              <Checkbox
                key={group}
                name="despite.groups"
                label={<span className="font-mono text-small wrap-anywhere">{group}</span>}
                checked={despite.groups.includes(group)}
                onChange={(event) => state.nameGroup(group, event.target.checked)}
              />
            ))}
          </fieldset>
        )}
        {written && (
          <Checkbox
            name="despite.recentWrites"
            label="Delete it although somebody wrote to it lately"
            hint="Whoever writes to it gets errors from then on."
            checked={despite.recentWrites}
            onChange={(event) => state.nameWriters(event.target.checked)}
          />
        )}
      </CardSection>
    </>
  );
}

function nobody({ answer, failed }: DeletionFormState["preview"]): string {
  if (failed) return "Nobody can tell at the moment who uses it; it is looked at again when you submit.";
  if (answer === null) return "Looking who reads it, and when it was last written.";
  return "No consumer group is active on it, and nobody wrote to it lately.";
}
