"use client";

import { useState } from "react";
import { Checkbox } from "../ui/checkbox.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Kbd } from "../ui/kbd.tsx";
import { GO_KEYS } from "./key-commands.ts";
import { allowSingleKeys, singleKeysAllowed } from "./single-keys.ts";

const rows = [
  { label: "Find anything", keys: ["⌘ K", "Ctrl K"], joiner: "or" },
  ...GO_KEYS.map(({ key, label }) => ({ label, keys: ["g", key], joiner: "then" })),
  { label: "These keys", keys: ["?"], joiner: "" },
  { label: "Close what is open", keys: ["Esc"], joiner: "" },
];

type KeysDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** Lists the keys, and turns the single ones off. */
export function KeysDialog({ open, onOpenChange }: KeysDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keys">
      <dl className="mb-4 grid gap-2">
        {rows.map(({ label, keys, joiner }) => (
          <div key={label} className="flex items-center justify-between gap-4">
            <dt>{label}</dt>
            <dd className="flex items-center gap-1.5 text-xs text-ink-3">
              {keys.map((key, index) => (
                <span key={key} className="flex items-center gap-1.5">
                  {index > 0 && joiner}
                  <Kbd>{key}</Kbd>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <SingleKeys />
    </Dialog>
  );
}

function SingleKeys() {
  const [on, setOn] = useState(singleKeysAllowed);

  return (
    <Checkbox
      label="Single keys"
      hint="g, letters and ? act while you are not typing; kept in this browser."
      checked={on}
      onChange={(event) => {
        if (allowSingleKeys(event.target.checked)) setOn(event.target.checked);
      }}
    />
  );
}
