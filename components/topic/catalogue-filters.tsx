import type { ReactNode } from "react";
import { TOPIC_STATES } from "#lib/contract/topics";
import { CLASSIFICATIONS } from "#lib/domain/topic-spec";
import { ClearFilters, FilterBar, SearchFilter, SelectFilter, ToggleFilter } from "../ui/filter-bar.tsx";
import type { SelectOption } from "../ui/select.tsx";
import { topicStateWord } from "./topic-state-chip.tsx";

type CatalogueFiltersProps = {
  clusters: readonly SelectOption[];
  teams: readonly SelectOption[];
  /** How many rows match, in words. */
  shown: ReactNode;
  filtered: boolean;
};

const states = TOPIC_STATES.map((value) => ({ value, label: topicStateWord(value) }));
const classifications = CLASSIFICATIONS.map((value) => ({ value, label: value }));

/** What narrows the catalogue; every choice is in the address. */
export function CatalogueFilters({ clusters, teams, shown, filtered }: CatalogueFiltersProps) {
  return (
    <FilterBar label="Topics" shown={shown}>
      <SearchFilter label="Part of a name" />
      {clusters.length > 1 && <SelectFilter name="cluster" label="Cluster" options={clusters} />}
      <SelectFilter name="team" label="Team" options={teams} />
      <SelectFilter name="state" label="State" options={states} />
      <SelectFilter name="classification" label="Classification" options={classifications} />
      <ToggleFilter name="unowned" label="Unowned" />
      {filtered && <ClearFilters href="/topics" />}
    </FilterBar>
  );
}
