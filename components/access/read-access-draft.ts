import { parseDuration, UNLIMITED } from "#lib/domain/quantity";
import type { FieldError } from "#lib/domain/result";
import { type AccessDraft, type AccessItemDraft, groupOf } from "./access-draft.ts";
import { readEndDate } from "./end-date.ts";

/** A draft as the contract's input, without who asks and where. What cannot be read goes along as typed: the server names it too. */
export type AccessInput = {
  expiresAt: string;
  host: string;
  agreement: AgreementInput;
  reason: string;
  items: Record<string, unknown>[];
};

/** Promises of both sides; what cannot be read stays text. */
type AgreementInput = {
  minRetentionMs?: string;
  neededFields?: string[];
  noticeDays?: number | string;
  supportContact?: string;
};

/** Reads what was typed. `errors` are the fields that cannot be read, before anything is sent. */
export function readAccessDraft(draft: AccessDraft, application: string): { input: AccessInput; errors: FieldError[] } {
  const text = (path: string) => (draft.fields[path] ?? "").trim();
  const end = readEndDate(text("expiresAt"));
  const agreement = readAgreement(text);

  return {
    errors: [...(end.ok ? [] : [{ path: "expiresAt", message: end.message }]), ...agreement.errors],
    input: {
      expiresAt: end.ok ? end.value : text("expiresAt"),
      host: text("host") || "*",
      agreement: agreement.value,
      reason: text("reason"),
      items: draft.items.map((item) => itemInput(item, application)),
    },
  };
}

function itemInput(item: AccessItemDraft, application: string): Record<string, unknown> {
  const { operation, topic, prefixed, transactionalId } = item;
  const terms = { operation, topic: topic.trim(), patternType: pattern(prefixed) };
  if (operation === "consume")
    return { ...terms, consumerGroup: { name: groupOf(item, application), patternType: pattern(item.groupPrefixed) } };
  if (transactionalId.trim() === "") return terms;
  return {
    ...terms,
    transactionalId: { name: transactionalId.trim(), patternType: pattern(item.transactionalPrefixed) },
  };
}

function pattern(prefixed: boolean): "LITERAL" | "PREFIXED" {
  return prefixed ? "PREFIXED" : "LITERAL";
}

/** Fields that stay empty promise nothing and are left out. */
function readAgreement(text: (path: string) => string): { value: AgreementInput; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const value: AgreementInput = {};
  const retention = text("agreement.minRetentionMs");
  const fields = text("agreement.neededFields")
    .split(/[\s,]+/)
    .filter(Boolean);
  const notice = text("agreement.noticeDays");
  const support = text("agreement.supportContact");

  if (retention !== "") {
    const read = parseDuration(retention);
    if (!read.ok) errors.push({ path: "agreement.minRetentionMs", message: read.message });
    else if (read.value === UNLIMITED || read.value <= 0n)
      errors.push({ path: "agreement.minRetentionMs", message: "Write how long records must stay, such as 7d." });
    value.minRetentionMs = read.ok ? String(read.value) : retention;
  }
  if (fields.length > 0) value.neededFields = fields;
  if (notice !== "") {
    const whole = /^(\d{1,3})( ?d(ays?)?)?$/.exec(notice)?.[1];
    if (whole === undefined)
      errors.push({ path: "agreement.noticeDays", message: `“${notice}” is not a number of days.` });
    value.noticeDays = whole === undefined ? notice : Number(whole);
  }
  if (support !== "") value.supportContact = support;
  return { value, errors };
}
