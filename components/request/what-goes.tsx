import { Flame } from "lucide-react";
import type { Plan } from "#lib/domain/plan";
import { planRows } from "../plan/plan-rows.ts";
import { lossInShort } from "../topic/loss-words.ts";

/** What a plan destroys, said once more right above the button that approves it. Nothing for a plan that loses nothing. */
export function WhatGoes({ plan }: { plan: Plan }) {
  const rows = planRows(plan).rows.filter(({ kind }) => kind === "destructive");
  if (rows.length === 0) return null;
  const lost = plan.loss && lossInShort(plan.loss);

  return (
    <div className="mt-4 flex gap-2 rounded border border-bad bg-bad-soft px-3 py-2">
      <Flame aria-hidden className="mt-0.5 size-4 flex-none text-bad" />
      <div className="min-w-0 wrap-anywhere">
        <p className="font-semibold text-bad">What you approve destroys</p>
        <ul className="mt-1 grid gap-1.5 text-small">
          {rows.map(({ field, label, from, to, effects }) => (
            <li key={field}>
              <span className="font-mono">
                {label} {from !== null && to !== null ? `${from} → ${to}` : (from ?? to)}
              </span>
              {effects.map((effect) => (
                <p key={effect} className="text-ink-2">
                  {effect}
                </p>
              ))}
            </li>
          ))}
        </ul>
        {lost && <p className="mt-1.5 text-small">{lost}</p>}
      </div>
    </div>
  );
}
