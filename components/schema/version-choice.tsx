"use client";

import { parseAsInteger, useQueryState } from "nuqs";
import type { SubjectVersionView } from "#lib/contract/subjects";
import { Select } from "../ui/select.tsx";

type VersionChoiceProps = { versions: readonly SubjectVersionView[]; shown: number };

/** Which version's fields and text the page shows; the choice is in the address. */
export function VersionChoice({ versions, shown }: VersionChoiceProps) {
  const [, setVersion] = useQueryState("version", parseAsInteger.withOptions({ shallow: false, history: "push" }));
  const options = numbersOf(versions).map((version) => ({ value: String(version), label: `Version ${version}` }));

  return (
    <Select
      label="Version"
      hideLabel
      options={options}
      value={String(shown)}
      onChange={(event) => setVersion(Number(event.target.value))}
    />
  );
}

function numbersOf(versions: readonly SubjectVersionView[]): number[] {
  return versions.flatMap(({ version, state }) => (version === null || state === "purged" ? [] : [version]));
}
