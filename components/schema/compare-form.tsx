"use client";

import { parseAsInteger, useQueryStates } from "nuqs";
import { Select } from "../ui/select.tsx";

type CompareFormProps = { versions: readonly number[]; from: number; to: number };

/** Which two versions are compared; the choice is in the address. */
export function CompareForm({ versions, from, to }: CompareFormProps) {
  const [, setChosen] = useQueryStates(
    { from: parseAsInteger, to: parseAsInteger },
    { shallow: false, history: "push", scroll: false },
  );
  const options = versions.map((version) => ({ value: String(version), label: `Version ${version}` }));
  // Both are stated, so that the link says what it shows.
  const choose = (chosen: { from?: number; to?: number }) => setChosen({ from, to, ...chosen });

  return (
    <div className="flex flex-wrap items-end gap-2.5">
      <Select
        label="From"
        options={options}
        value={String(from)}
        onChange={(event) => choose({ from: Number(event.target.value) })}
      />
      <Select
        label="To"
        options={options}
        value={String(to)}
        onChange={(event) => choose({ to: Number(event.target.value) })}
      />
    </div>
  );
}
