import type { TeamRef } from "#lib/contract/common";
import { REQUEST_STATES, type RequestState } from "#lib/domain/request";
import { ClearFilters, FilterBar, SelectFilter, ToggleFilter } from "../ui/filter-bar.tsx";

const STATE_WORDS: { readonly [State in RequestState]: string } = {
  submitted: "waiting for approval",
  approved: "approved, not applied yet",
  applied: "applied",
  rejected: "rejected",
  withdrawn: "withdrawn",
  stale: "out of date",
  lapsed: "lapsed",
  superseded: "replaced",
};

const states = REQUEST_STATES.map((state) => ({ value: state, label: STATE_WORDS[state] }));

type RequestFiltersProps = { teams: readonly Pick<TeamRef, "slug">[]; filtered: boolean };

/** Narrows the list of requests; the filters are in the address. */
export function RequestFilters({ teams, filtered }: RequestFiltersProps) {
  return (
    <FilterBar label="Filter requests">
      <SelectFilter name="state" label="State" options={states} />
      {teams.length > 0 && (
        <SelectFilter name="team" label="Team" options={teams.map(({ slug }) => ({ value: slug, label: slug }))} />
      )}
      <ToggleFilter name="mine" label="Asked by me" />
      {filtered && <ClearFilters href="/requests" />}
    </FilterBar>
  );
}
