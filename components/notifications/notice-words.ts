import type { NoticeKind } from "#lib/domain/notice";

/** What each kind of notice is, for whoever chooses. */
export const NOTICE_WORDS: { readonly [Kind in NoticeKind]: string } = {
  "request-waiting": "A request waits for a decision",
  "request-decided": "A request was decided",
  "grant-expiring": "Access ends soon",
  "grant-ended": "Access has ended",
  "campaign-opened": "Access is to be confirmed",
  "topic-ending": "A topic will end, or goes on after all",
  "topic-moved": "A topic belongs to another team",
  "topic-blocked": "A topic is blocked, or open again",
};
