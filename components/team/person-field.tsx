"use client";

import { useState } from "react";
import type { z } from "zod";
import { Person, pageOf } from "#lib/contract/common";
import { FieldError } from "../ui/field-error.tsx";
import { LiveRegion } from "../ui/live-region.tsx";
import { TextField } from "../ui/text-field.tsx";
import { useLatestAnswer } from "../ui/use-latest-answer.tsx";

const People = pageOf(Person);
type People = z.infer<typeof People>;

async function findPeople(q: string, signal: AbortSignal): Promise<People> {
  const response = await fetch(`/api/v1/people?${new URLSearchParams({ q })}`, { signal });
  if (!response.ok) throw new Error(`people answered ${response.status}`);
  return People.parse(await response.json());
}

/** Finds somebody by part of their name; the choice is submitted as `userId`. */
export function PersonField({ error }: { error: string | undefined }) {
  const [q, setQ] = useState("");
  const wanted = q.trim();
  const { answer, pending, failed } = useLatestAnswer(wanted === "" ? null : wanted, findPeople);
  const people = answer?.items ?? [];

  return (
    <div className="grid gap-2">
      <TextField
        label="Find a person"
        value={q}
        onChange={(event) => setQ(event.target.value)}
        hint="Part of the name, or the whole e-mail address."
      />
      <LiveRegion>{!pending && wanted !== "" && <Found count={people.length} failed={failed} />}</LiveRegion>
      {people.length > 0 && (
        <fieldset className="max-h-52 overflow-y-auto rounded border border-line p-2">
          <legend className="sr-only">People found</legend>
          {people.map((person) => (
            <label key={person.id} className="flex min-h-8 cursor-pointer items-center gap-2 px-1">
              <input type="radio" name="userId" value={person.id} className="size-4 flex-none accent-accent" />
              <span className="min-w-0 wrap-anywhere">{person.name}</span>
            </label>
          ))}
        </fieldset>
      )}
      <FieldError message={error} />
    </div>
  );
}

function Found({ count, failed }: { count: number; failed: boolean }) {
  if (failed) return <span className="text-small text-bad">The search failed; type again.</span>;
  const words = count === 0 ? "Nobody with an enabled account matches." : `${count} found`;
  return <span className="text-small text-ink-3">{words}</span>;
}
