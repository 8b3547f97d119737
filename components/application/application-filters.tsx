import type { TeamRef } from "#lib/contract/common";
import { ClearFilters, FilterBar, SearchFilter, SelectFilter } from "../ui/filter-bar.tsx";

type ApplicationFiltersProps = { teams: readonly Pick<TeamRef, "slug">[]; filtered: boolean };

/** Narrows the list of applications; the filters are in the address. */
export function ApplicationFilters({ teams, filtered }: ApplicationFiltersProps) {
  return (
    <FilterBar label="Filter applications">
      <SearchFilter label="Part of a name" />
      {teams.length > 0 && (
        <SelectFilter name="team" label="Team" options={teams.map(({ slug }) => ({ value: slug, label: slug }))} />
      )}
      {filtered && <ClearFilters href="/applications" />}
    </FilterBar>
  );
}
