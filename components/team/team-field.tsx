"use client";

import { useState } from "react";
import type { z } from "zod";
import { TeamPage } from "#lib/contract/teams";
import { Autocomplete } from "../ui/autocomplete.tsx";
import { useLatestAnswer } from "../ui/use-latest-answer.tsx";

async function findTeams(q: string, signal: AbortSignal): Promise<z.infer<typeof TeamPage>> {
  const response = await fetch(`/api/v1/teams?${new URLSearchParams({ q, limit: "20" })}`, { signal });
  if (!response.ok) throw new Error(`teams answered ${response.status}`);
  return TeamPage.parse(await response.json());
}

type TeamFieldProps = {
  label: string;
  name: string;
  hint?: string;
  error: string | undefined;
  /** Slug of a team that is not offered. */
  except: string;
};

/** A team by its short name, with those offered whose name fits what is typed. */
export function TeamField({ label, name, hint, error, except }: TeamFieldProps) {
  const [typed, setTyped] = useState("");
  const wanted = typed.trim();
  const { answer } = useLatestAnswer(wanted === "" ? null : wanted, findTeams);
  const others = (answer?.items ?? []).filter(({ slug }) => slug !== except);

  return (
    <Autocomplete
      label={label}
      name={name}
      mono
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      suggestions={others.map((team) => ({ value: team.slug, note: team.name }))}
      error={error}
      hint={hint}
    />
  );
}
