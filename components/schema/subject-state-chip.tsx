import { CircleHelp, Diff, type LucideIcon, Minus, SearchX, Trash2 } from "lucide-react";
import type { SubjectSummary, SubjectVersionView } from "#lib/contract/subjects";
import { Chip, type Tone } from "../ui/chip.tsx";

type State = { tone: Tone; word: string; icon?: LucideIcon };

const SUBJECT: { readonly [S in SubjectSummary["state"]]: State } = {
  pending: { tone: "wait", word: "Pending" },
  ready: { tone: "ok", word: "Ready" },
  drifted: { tone: "warn", word: "Drifted", icon: Diff },
  blocked: { tone: "bad", word: "Blocked" },
  deleted: { tone: "off", word: "Deleted", icon: Trash2 },
  purged: { tone: "off", word: "Deleted for good", icon: Trash2 },
  unmanaged: { tone: "off", word: "Unmanaged", icon: Minus },
};

const VERSION: { readonly [S in SubjectVersionView["state"]]: State } = {
  registered: { tone: "ok", word: "Registered" },
  pending: { tone: "wait", word: "Pending" },
  blocked: { tone: "bad", word: "Blocked" },
  missing: { tone: "bad", word: "Missing", icon: SearchX },
  deleted: { tone: "off", word: "Deleted", icon: Trash2 },
  purged: { tone: "off", word: "Deleted for good", icon: Trash2 },
  unasked: { tone: "warn", word: "Registered outside", icon: CircleHelp },
};

/** The word for a subject's state. */
export function subjectStateWord(state: SubjectSummary["state"]): string {
  return SUBJECT[state].word;
}

/** How a subject stands in its registry. */
export function SubjectStateChip({ state }: { state: SubjectSummary["state"] }) {
  return <StateChip state={SUBJECT[state]} />;
}

/** How one version stands. Of a subject that nobody manages every version was registered outside, which asks for nothing. */
export function VersionStateChip({ state, managed }: Pick<SubjectVersionView, "state"> & { managed: boolean }) {
  return <StateChip state={managed ? VERSION[state] : { ...VERSION[state], tone: "off" }} />;
}

function StateChip({ state: { tone, word, icon } }: { state: State }) {
  return (
    <Chip tone={tone} {...(icon ? { icon } : {})}>
      {word}
    </Chip>
  );
}
