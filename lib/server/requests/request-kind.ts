import type { Connection } from "#lib/db/database";
import type { RequestRecord } from "#lib/db/stores/requests";
import type { Notice } from "#lib/domain/notice";
import type { Plan } from "#lib/domain/plan";
import type { Violation } from "#lib/domain/policy";
import type { RequestKind, RequestPatches } from "#lib/domain/request-kind";
import type { Failure, FieldError } from "#lib/domain/result";
import type { Risk, Slot } from "#lib/domain/slot";
import type { AuditDraft } from "../define-command.ts";

/** A request as it stands to the rules, the cluster and the people, at this moment. */
export type Judgement<Kind extends RequestKind = RequestKind> = {
  /** As asked, or narrower where an approver says so. */
  patch: RequestPatches[Kind];
  plan: Plan;
  fingerprint: string;
  violations: Violation[];
  /** True when a rule that denies is broken; warnings alone do not refuse. */
  denied: boolean;
  risk: Risk;
  slots: Slot[];
  /** What budgets count; nothing for what is no topic. */
  partitions: number;
  estimatedBytes: bigint;
};

/** What an approver may change: only to less. */
export type Narrowing = { expiresAt?: string | undefined };

export type JudgedAgain<Kind extends RequestKind> =
  | { ok: true; value: Judgement<Kind> }
  /** Refused now; the request stays as it is. */
  | { ok: false; failure: Failure }
  /** It can never be approved any more: what it is about is gone or taken. */
  | { ok: false; stale: FieldError };

/** What else happened when a request was carried out: its own records, and whom to tell. */
export type CarriedOut = { audit?: AuditDraft[]; tell?: Notice[] };

/** Found impossible only while it was done: what was written is taken back, and the request stays as it is. */
export type Prevented = { ok: false; failure: Failure };

/** What is particular to one kind of request; everything else is the same for all. */
export type KindOfRequest<Kind extends RequestKind> = {
  /** Judges a request again, under the locks on its teams and itself. Reads only. */
  judgeAgain(db: Connection, request: RequestRecord<Kind>, narrowing: Narrowing): Promise<JudgedAgain<Kind>>;
  /** The last approval: writes the desired state and moves the request to approved. From here on it is the worker's. */
  carryOut(
    db: Connection,
    request: RequestRecord<Kind>,
    judged: Judgement<Kind>,
  ): Promise<CarriedOut | Prevented> | Promise<void>;
  /** Gives back what an undecided request held. */
  release(db: Connection, request: RequestRecord<Kind>): Promise<void>;
};
