"use client";

import { useState } from "react";
import type { ApplicationView } from "#lib/contract/applications";
import type { PrincipalKind } from "#lib/domain/principal-name";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { freeClusters } from "./free-clusters.ts";
import { suggestPrincipalName } from "./principal-name-suggestion.ts";

type PrincipalFieldsProps = {
  application: Pick<ApplicationView, "slug" | "team" | "clusters" | "principals">;
  errorOf: (path: string) => string | undefined;
};

const KINDS: { value: PrincipalKind; label: string }[] = [
  { value: "scram", label: "SCRAM: Headgate makes the user and its password" },
  { value: "external", label: "External: it exists already, such as a certificate" },
];

const KIND_HINTS: { readonly [Kind in PrincipalKind]: string } = {
  scram: "A SCRAM-SHA-512 user is made on the cluster. Its password is made here and shown once.",
  external:
    "Nothing is made on the cluster: clients log in with what they have, and Headgate grants access to its name. A platform admin checks that it is yours.",
};

const NAME_HINTS: { readonly [Kind in PrincipalKind]: string } = {
  scram: "The user name that clients log in with. Letters, digits, '.', '_' and '-'.",
  external: "As the broker reports it, without User:, such as CN=billing,OU=orders,O=Example.",
};

/** Where and as whom an application logs in; a name is suggested until somebody types one. */
export function PrincipalFields({ application, errorOf }: PrincipalFieldsProps) {
  const { principals, slug, team } = application;
  const free = freeClusters(application);
  const [cluster, setCluster] = useState(free[0]?.slug ?? "");
  const [kind, setKind] = useState<PrincipalKind>("scram");
  const [typed, setTyped] = useState<string | null>(null);
  const taken = principals.filter((principal) => principal.cluster === cluster).map(({ name }) => name);
  const suggestion = kind === "scram" ? suggestPrincipalName(team.slug, slug, taken) : "";

  return (
    <>
      <Select
        label="Cluster"
        name="cluster"
        value={cluster}
        onChange={(event) => setCluster(event.target.value)}
        options={free.map(({ slug: value, name, tier }) => ({ value, label: `${name} (${tier})` }))}
        error={errorOf("cluster")}
      />
      <Select
        label="Kind"
        name="kind"
        value={kind}
        onChange={(event) => setKind(event.target.value === "external" ? "external" : "scram")}
        options={KINDS}
        hint={KIND_HINTS[kind]}
        error={errorOf("kind")}
      />
      <TextField
        label="Name"
        name="name"
        mono
        value={typed ?? suggestion}
        onChange={(event) => setTyped(event.target.value)}
        hint={NAME_HINTS[kind]}
        error={errorOf("name")}
      />
    </>
  );
}
