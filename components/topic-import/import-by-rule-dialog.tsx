"use client";

import { useState } from "react";
import { CommandDialog } from "../command/command-dialog.tsx";
import { ReasonField } from "../command/reason-field.tsx";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/select.tsx";
import { TextArea } from "../ui/text-area.tsx";
import { DryRun } from "./dry-run.tsx";
import { type ImportAction, importedWords } from "./import-dialog.tsx";

const RULES = [
  { value: "certain", label: "whose owner is certain" },
  { value: "likely", label: "whose owner is certain or likely" },
];

type Confidence = "certain" | "likely";

/** Asks for every topic whose owner is sure enough to become that team's, after a dry run of exactly that. */
export function ImportByRuleDialog({ cluster, importTopics }: { cluster: string; importTopics: ImportAction }) {
  const [confidence, setConfidence] = useState<Confidence>("certain");
  const [except, setExcept] = useState("");
  const choice = { cluster, byRule: { confidence, except: namesIn(except) } };

  return (
    <CommandDialog
      trigger={<Button size="small">Take over by rule</Button>}
      title="Take over by rule"
      description="All topics whose suggested owner is sure enough become that team’s. A request for each team; another admin approves them."
      action={importTopics}
      input={(form) => ({ ...choice, reason: form.get("reason") })}
      submitLabel="Ask to take them over"
      done={importedWords}
    >
      {(errorOf) => (
        <>
          <Select
            label="Topics"
            name="byRule.confidence"
            options={RULES}
            value={confidence}
            onChange={(event) => setConfidence(event.target.value === "likely" ? "likely" : "certain")}
            error={errorOf("byRule.confidence")}
          />
          <TextArea
            label="Except"
            name="byRule.except"
            mono
            optional
            rows={2}
            value={except}
            onChange={(event) => setExcept(event.target.value)}
            error={errorOf("byRule.except")}
            hint="Names of topics that are left as they are, one per line."
          />
          <DryRun choice={choice} />
          <ReasonField error={errorOf("reason")} hint="Read by who decides; stays in the audit trail." />
        </>
      )}
    </CommandDialog>
  );
}

function namesIn(text: string): string[] {
  return text.split(/[\s,]+/).filter((name) => name !== "");
}
