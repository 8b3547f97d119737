import { z } from "zod";

/** What people can be told about; each can be muted per person. */
export const NOTICE_KINDS = [
  "request-waiting",
  "request-decided",
  "grant-expiring",
  "grant-ended",
  "campaign-opened",
  "topic-ending",
  "topic-moved",
  "topic-blocked",
] as const;
export const NoticeKind = z.enum(NOTICE_KINDS);
export type NoticeKind = z.infer<typeof NoticeKind>;

/** Whom a notice is for; everybody is told once. The person who did it is left out by `except`. */
export type Audience = {
  userIds?: readonly string[];
  /** Owners of these teams; their webhooks are told too. */
  ownersOf?: readonly string[];
  membersOf?: readonly string[];
  admins?: boolean;
  /** Webhooks of these teams are told as well, whoever of their people is. */
  webhooksOf?: readonly string[];
  except?: string | null;
};

/** Something that people are told, written in the transaction of what it tells of. Plain text; never a secret. */
export type Notice = {
  kind: NoticeKind;
  /** The same text is told once, however often it is written. */
  dedupeKey?: string;
  subject: string;
  body: string;
  /** Where to read more, below the installation's address: `/requests/12`. */
  path: string;
  audience: Audience;
  /** For webhooks: what a program needs to go on. */
  data?: Record<string, string | number | null>;
};
