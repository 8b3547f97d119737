"use client";

import { useRouter } from "next/navigation";
import type { ClusterView } from "#lib/contract/platform";
import type { Action } from "../command/use-command.tsx";
import { toast } from "../ui/toast.tsx";

/** An admin's word that what a cluster answers is right; the worker then looks again. Answers a sentence when it was refused. */
export function useConfirmCluster(
  { slug, name }: Pick<ClusterView, "slug" | "name">,
  kafkaClusterId: string,
  confirmIdentity: Action<unknown>,
): () => Promise<string | undefined> {
  const router = useRouter();

  return async () => {
    const result = await confirmIdentity({ cluster: slug, kafkaClusterId });
    if (!result.ok) return result.failure.detail;

    toast("Confirmed", { description: `The worker looks at ${name} anew.` });
    router.refresh();
    return undefined;
  };
}
