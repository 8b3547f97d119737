import type { z } from "zod";
import type { Connection } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import type { AuditEvent } from "#lib/domain/audit";
import type { Notice } from "#lib/domain/notice";
import type { Permission } from "#lib/domain/permission";
import type { Failure } from "#lib/domain/result";
import type { Subject } from "#lib/policy/decide";

/** The object of a command as loaded and locked: what `decide` looks at, and whatever the handler needs of it. */
export type Loaded = { subject: Subject };

/** An event without its actor, which `run` adds. */
export type AuditDraft = Omit<AuditEvent, "actor">;

export type Handled<Output> =
  | {
      ok: true;
      value: Output;
      audit: AuditDraft | AuditDraft[];
      /** Clusters whose worker should look at once. */
      wake?: string[];
      /** What people are told of it; written in the same transaction. */
      tell?: Notice[];
    }
  | {
      ok: false;
      failure: Failure;
      /** Present when the refusal itself changed something that must last (a request became stale): commit, then refuse. */
      audit?: AuditDraft | AuditDraft[];
      tell?: Notice[];
    };

export type Context = {
  actor: Actor;
  db: Connection;
  /** Of requests that are made by several runs and belong together. */
  bundleId?: string | undefined;
};

export type Command<Input extends z.ZodType, Object extends Loaded, Output> = {
  name: string;
  permission: Permission;
  input: Input;
  /** Loads and locks what the command is about, in the order team, object, request. Null when there is no such thing. */
  subject(db: Connection, input: z.output<Input>, actor: Actor): Promise<Object | null>;
  handle(context: Context, input: z.output<Input>, object: Object): Promise<Handled<Output>>;
  /** What a replay of the same idempotency key answers, where the value holds a secret that is shown once. */
  replay?(value: Output): Output;
};

/**
 * Declares a command. Permission and subject are required by type, so a command that forgets to be authorized cannot be written;
 * a handler that succeeds without an audit event does not compile.
 */
export function defineCommand<Input extends z.ZodType, Object extends Loaded, Output>(
  command: Command<Input, Object, Output>,
): Command<Input, Object, Output> {
  return command;
}

type Done = { audit: AuditDraft | AuditDraft[]; wake?: string[]; tell?: Notice[] };

/** A handler's success: the answer, and the record of what was done. */
export function succeed<Output>(value: Output, rest: Done): { ok: true; value: Output } & Done {
  return { ok: true, value, ...rest };
}

/** A refusal that changed something which must last: it is committed with its record, and the caller is refused. */
export function refuseAndKeep(failure: Failure, audit: AuditDraft | AuditDraft[], tell: Notice[] = []) {
  return { ok: false as const, failure, audit, tell };
}
