import { z } from "zod";
import { GetTopicGroups, TopicGroupPage } from "../topic-groups.ts";
import * as topicLife from "../topic-life.ts";
import * as topics from "../topics.ts";
import { type Operation, without } from "./operation.ts";

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
    id: "getTopicGroups",
    method: "get",
    path: "/topics/{cluster}/{name}/groups",
    tag: "topics",
    summary:
      "Consumer groups by id, with how far behind they are: the owner's side sees all, others those of their teams",
    query: without(GetTopicGroups, "cluster", "name"),
    status: 200,
    response: TopicGroupPage,
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
  {
    id: "describeTopic",
    method: "put",
    path: "/topics/{cluster}/{name}/description",
    tag: "topics",
    summary: "Say something else about a topic, at once; the classification is asked for instead",
    body: without(topicLife.DescribeTopic, "cluster", "name"),
    status: 200,
    response: topicLife.TopicDescribed,
  },
  {
    id: "unblockTopic",
    method: "post",
    path: "/topics/{cluster}/{name}/unblock",
    tag: "topics",
    summary: "Lift the block of a topic, at once",
    body: without(topicLife.UnblockTopic, "cluster", "name"),
    status: 200,
    response: topicLife.TopicUnblocked,
  },
  {
    id: "announceEnding",
    method: "post",
    path: "/topics/{cluster}/{name}/announce-ending",
    tag: "topics",
    summary:
      "Tell everybody who uses a topic until when it is written and what takes its place; without a time, that it goes on",
    body: without(topics.AnnounceEnding, "cluster", "name"),
    status: 200,
    response: topics.EndingAnnounced,
  },
];
