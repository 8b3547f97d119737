"use client";

import { applicationHref } from "../application/application-href.ts";
import { Select } from "../ui/select.tsx";
import { TextLink } from "../ui/text-link.tsx";
import type { AccessFormState } from "./use-access-form.tsx";

/** Who asks, and on which cluster. Another choice brings what counts there, and keeps what was typed. */
export function AccessPlace({ state }: { state: AccessFormState }) {
  const { form } = state;
  const { place, choose, pending } = state.where;
  const chosen = form.applications.find(({ slug }) => slug === place.application);
  const principals = chosen?.principals.filter(({ cluster }) => cluster === place.cluster) ?? [];

  return (
    <div className="grid gap-2.5 sm:grid-cols-2" aria-busy={pending}>
      <Select
        label="Application"
        name="application"
        error={state.errorAt("application")}
        options={form.applications.map(({ slug, team }) => ({ value: slug, label: `${slug} · ${team.slug}` }))}
        value={place.application ?? ""}
        hint={
          principals.length > 0
            ? `Connects as ${principals.map(({ name }) => `User:${name}`).join(", ")}`
            : chosen && (
                <>
                  It has no principal on this cluster.{" "}
                  <TextLink href={applicationHref(chosen.slug)}>Ask for one</TextLink> first.
                </>
              )
        }
        onChange={(event) => choose({ application: event.target.value })}
      />
      <Select
        label="Cluster"
        name="cluster"
        options={form.clusters.map(({ slug, name, tier }) => ({ value: slug, label: `${name} · ${tier}` }))}
        value={place.cluster ?? ""}
        onChange={(event) => choose({ cluster: event.target.value })}
      />
    </div>
  );
}
