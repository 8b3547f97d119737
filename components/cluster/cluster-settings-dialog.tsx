"use client";

import type { ClusterSettingsUpdated, ClusterView } from "#lib/contract/platform";
import { CommandDialog } from "../command/command-dialog.tsx";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { NumberField } from "../ui/number-field.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { clusterSettingsInput } from "./cluster-settings-input.ts";
import { DRIFT_OPTIONS } from "./cluster-settings-words.ts";

type ClusterSettingsDialogProps = { cluster: ClusterView; update: Action<ClusterSettingsUpdated> };
type ErrorOf = (path: string) => string | undefined;
type FieldsProps = { settings: ClusterView["settings"]; errorOf: ErrorOf };

/** Changes what people decide about a cluster. */
export function ClusterSettingsDialog({ cluster, update }: ClusterSettingsDialogProps) {
  const { slug, name, settings } = cluster;
  return (
    <CommandDialog
      trigger={<Button aria-label={`Settings of ${slug}`}>Settings</Button>}
      title={`Settings of ${name}`}
      description="Where the cluster is and how it is reached stands in the worker’s clusters.yaml."
      action={update}
      input={(form) => clusterSettingsInput(form, cluster)}
      submitLabel="Save"
      done="Settings changed"
    >
      {(errorOf) => (
        <>
          <PriceFields settings={settings} errorOf={errorOf} />
          <LimitFields settings={settings} errorOf={errorOf} />
        </>
      )}
    </CommandDialog>
  );
}

function PriceFields({ settings, errorOf }: FieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <TextField
        label="Per GiB-month"
        name="priceGibMonth"
        mono
        inputMode="decimal"
        defaultValue={settings.priceGibMonth ?? ""}
        error={errorOf("priceGibMonth")}
        hint="Of stored bytes, all replicas. Empty: no price."
      />
      <TextField
        label="Per partition-month"
        name="pricePartitionMonth"
        mono
        inputMode="decimal"
        defaultValue={settings.pricePartitionMonth ?? ""}
        error={errorOf("pricePartitionMonth")}
        hint="Each once, not per replica. Empty: no price."
      />
      <TextField
        label="Currency"
        name="currency"
        mono
        defaultValue={settings.currency}
        error={errorOf("currency")}
        hint="Three letters, such as EUR."
      />
    </div>
  );
}

function LimitFields({ settings, errorOf }: FieldsProps) {
  return (
    <>
      <Select
        label="Drift"
        name="driftPolicy"
        options={DRIFT_OPTIONS}
        defaultValue={settings.driftPolicy}
        error={errorOf("driftPolicy")}
      />
      <NumberField
        label="Mass-change guard"
        name="guardShare"
        defaultValue={String(settings.guardShare)}
        error={errorOf("guardShare")}
        hint="A share: 0.3 is 30 %. When more of the cluster vanishes at once, nothing is believed until a person says so."
      />
      <NumberField
        label="Stale after days"
        name="staleAfterDays"
        defaultValue={String(settings.staleAfterDays)}
        error={errorOf("staleAfterDays")}
        hint="A topic that nobody wrote to for so long, and that nobody reads, is put to its owners."
      />
      <NumberField
        label="In use for hours after a write"
        name="recentWriteHours"
        defaultValue={String(settings.recentWriteHours)}
        error={errorOf("recentWriteHours")}
        hint="Such a topic is deleted only when that is named and accepted."
      />
    </>
  );
}
