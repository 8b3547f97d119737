import type { ReactNode } from "react";
import { ClearFilters, FilterBar, SelectFilter } from "../ui/filter-bar.tsx";

type Named = { slug: string; name: string };

type PlaceFiltersProps = {
  label: string;
  /** The list's address without filters. */
  path: string;
  clusters: readonly Named[];
  teams: readonly Named[];
  filtered: boolean;
  /** How many rows match, in words. */
  shown: string;
  /** What else the list is narrowed by; stands first. */
  children: ReactNode;
};

/** What narrows a list of objects to where they are and whose they are. A filter that leaves no choice is not shown. */
export function PlaceFilters({ label, path, clusters, teams, filtered, shown, children }: PlaceFiltersProps) {
  return (
    <FilterBar label={label} shown={filtered ? shown : null}>
      {children}
      {clusters.length > 1 && <SelectFilter name="cluster" label="Cluster" options={clusters.map(optionOf)} />}
      {teams.length > 1 && <SelectFilter name="team" label="Team" options={teams.map(optionOf)} />}
      {filtered && <ClearFilters href={path} />}
    </FilterBar>
  );
}

function optionOf({ slug, name }: Named) {
  return { value: slug, label: name };
}
