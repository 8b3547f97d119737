import type { ReactNode } from "react";
import { SubjectState } from "#lib/contract/subjects";
import { SCHEMA_TYPE_NAMES, SCHEMA_TYPES } from "#lib/domain/schema";
import { ClearFilters, FilterBar, SearchFilter, SelectFilter } from "../ui/filter-bar.tsx";
import type { SelectOption } from "../ui/select.tsx";
import { subjectStateWord } from "./subject-state-chip.tsx";

type SubjectFiltersProps = {
  clusters: readonly SelectOption[];
  teams: readonly SelectOption[];
  shown: ReactNode;
  filtered: boolean;
};

const types = SCHEMA_TYPES.map((value) => ({ value, label: SCHEMA_TYPE_NAMES[value] }));
const states = SubjectState.options.map((value) => ({ value, label: subjectStateWord(value) }));

/** What narrows the list of subjects; every choice is in the address. */
export function SubjectFilters({ clusters, teams, shown, filtered }: SubjectFiltersProps) {
  return (
    <FilterBar label="Schemas" shown={shown}>
      <SearchFilter label="Name, field or documentation" />
      {clusters.length > 1 && <SelectFilter name="cluster" label="Cluster" options={clusters} />}
      <SelectFilter name="team" label="Team" options={teams} />
      <SelectFilter name="type" label="Type" options={types} />
      <SelectFilter name="state" label="State" options={states} />
      {filtered && <ClearFilters href="/schemas" />}
    </FilterBar>
  );
}
