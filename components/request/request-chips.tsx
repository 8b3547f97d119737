import type { RequestSummary } from "#lib/contract/requests";
import type { Risk } from "#lib/domain/slot";
import { Chip } from "../ui/chip.tsx";
import { RISK_STATUS, requestStatus } from "./request-status.ts";

type RequestChipProps = {
  request: Pick<RequestSummary, "state" | "progress">;
  waitsForMe?: boolean;
  waitsForReaders?: boolean;
};

/** Where a request stands: word, icon and colour. */
export function RequestChip({ request, waitsForMe = false, waitsForReaders = false }: RequestChipProps) {
  const { tone, word } = requestStatus(request, waitsForMe, waitsForReaders);
  return <Chip tone={tone}>{word}</Chip>;
}

/** How much can go wrong. */
export function RiskChip({ risk }: { risk: Risk }) {
  const { tone, word } = RISK_STATUS[risk];
  return <Chip tone={tone}>{word}</Chip>;
}
