import { z } from "zod";
import type { Parsed } from "#lib/domain/quantity";
import type { OffsetTarget } from "#lib/domain/request-kind";

/** Where to go on, as it is being typed. */
export type TargetDraft = {
  kind: OffsetTarget["kind"];
  /** As the browser's own control writes it, meant in UTC: `2026-11-21T09:00`. */
  time: string;
  by: string;
};

export const FIRST_DRAFT: TargetDraft = { kind: "earliest", time: "", by: "" };

const LARGEST_SHIFT = 1_000_000_000_000;

/** Reads what was typed; refused with what is allowed. */
export function readTarget({ kind, time, by }: TargetDraft): Parsed<OffsetTarget> {
  if (kind === "earliest" || kind === "latest") return { ok: true, value: { kind } };
  return kind === "time" ? readTime(time.trim()) : readShift(by.replaceAll(/[\s,]/g, ""));
}

function readTime(typed: string): Parsed<OffsetTarget> {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(typed) ? Date.parse(`${typed}Z`) : Number.NaN;
  if (Number.isNaN(at) || at < 0) return { ok: false, message: "Choose a day and a time, from 1970 on." };
  return { ok: true, value: { kind: "time", time: new Date(at).toISOString() } };
}

function readShift(typed: string): Parsed<OffsetTarget> {
  const by = z
    .int()
    .min(-LARGEST_SHIFT)
    .max(LARGEST_SHIFT)
    .safeParse(Number(typed.replace("−", "-")));
  if (typed === "" || !by.success || by.data === 0)
    return { ok: false, message: "Say by how many records: -100 goes back, 100 skips." };
  return { ok: true, value: { kind: "shift", by: by.data } };
}

/** Where a group is to go on, in words. */
export function targetWords(target: OffsetTarget): string {
  switch (target.kind) {
    case "earliest":
      return "the beginning (earliest)";
    case "latest":
      return "the end (latest)";
    case "time":
      return `records from ${target.time} on`;
    case "shift":
      return target.by < 0 ? `${-target.by} records back per partition` : `${target.by} records on per partition`;
  }
}
