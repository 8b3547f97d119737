"use client";

import type { TopicForm } from "#lib/contract/pages";
import { DefinitionList } from "../ui/definition-list.tsx";
import { Select } from "../ui/select.tsx";
import { useTopicPlace } from "./use-topic-form.tsx";

/** The cluster and the owner. Another choice brings other rules, and keeps what was typed. */
export function TopicPlace({ form, fixed }: { form: TopicForm; fixed: boolean }) {
  const { place, choose, pending } = useTopicPlace(form);
  const clusters = form.clusters.map(({ slug, name, tier }) => ({ value: slug, label: `${name} · ${tier}` }));
  const teams = form.teams.map(({ slug, name }) => ({ value: slug, label: name }));

  if (fixed) {
    return (
      <div className="mb-4">
        <DefinitionList
          items={[
            { term: "Cluster", value: labelOf(clusters, form.cluster) },
            { term: "Owner", value: labelOf(teams, form.team) },
          ]}
        />
      </div>
    );
  }
  return (
    <div className="mb-4 grid gap-2.5 sm:grid-cols-2" aria-busy={pending}>
      <Select
        label="Cluster"
        name="cluster"
        options={clusters}
        value={place.cluster ?? ""}
        onChange={(event) => choose({ cluster: event.target.value })}
      />
      <Select
        label="Owner"
        name="team"
        options={teams}
        value={place.team ?? ""}
        hint={form.budget.filter((sentence) => !aboutPartitions(sentence)).join(" · ")}
        onChange={(event) => choose({ team: event.target.value })}
      />
    </div>
  );
}

/** True for the budget sentence that belongs to the field of the partitions; the others are the team's. */
export function aboutPartitions(sentence: string): boolean {
  return sentence.includes(" partitions");
}

function labelOf(options: readonly { value: string; label: string }[], value: string | null): string {
  return options.find((option) => option.value === value)?.label ?? value ?? "";
}
