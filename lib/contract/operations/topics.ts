import { z } from "zod";
import * as topics from "../topics.ts";
import type { Operation } from "./operation.ts";

export const TOPICS: readonly Operation[] = [
  {
    id: "listTopics",
    method: "get",
    path: "/topics",
    tag: "topics",
    summary: "The catalogue: managed and unmanaged topics by name",
    query: topics.ListTopics,
    status: 200,
    response: topics.TopicPage,
  },
  {
    id: "getTopic",
    method: "get",
    path: "/topics/{cluster}/{name}",
    tag: "topics",
    summary: "Desired, observed, condition, and the plan of the difference",
    status: 200,
    response: topics.TopicView,
  },
  {
    id: "retryTopic",
    method: "post",
    path: "/topics/{cluster}/{name}/retry",
    tag: "topics",
    summary: "Try a blocked topic again",
    body: z.strictObject({}),
    status: 200,
    response: z.object({ cluster: z.string(), name: z.string() }),
  },
];
