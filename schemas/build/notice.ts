import { z } from 'zod';
import { noticeEvents, type Hook } from './notify.ts';
import { OtherDatasetSchema } from './task.ts';

const stageShape = z.object({
  title: z.string(),
  in: z.int().nonnegative(),
  out: z.int().nonnegative(),
  rejected: z.int().nonnegative(),
});

/** What receivers of `notify` are posted: the payload of the webhook. */
export const NoticeSchema = z.object({
  type: z.enum(noticeEvents.map((event) => `build.${event}` as const)),
  /** When it happened; the header `webhook-timestamp` says when it was sent. */
  timestamp: z.iso.datetime(),
  data: z.object({
    build: z.object({
      /** Workflow and run: the build's id in plans and manifests. */
      id: z.string(),
      workflowId: z.string(),
      runId: z.string(),
    }),
    /** From 1: a build may pause, or spend another budget, several times. */
    number: z.int().positive(),
    /** As the config names them; a config that is wrong may name none. */
    recipe: z.string().optional(),
    dataset: z.string().optional(),
    /** Folder or s3:// URI of the store. */
    store: z.string().optional(),
    /** `published` and `unchanged`: the version, where it is and what else the build published. */
    version: z.int().positive().optional(),
    rows: z.int().nonnegative().optional(),
    location: z.string().optional(),
    rolledBackTo: z.int().positive().optional(),
    others: z.array(OtherDatasetSchema).optional(),
    /** Tables that are done, in the recipe's order, with their rows. */
    stages: z.array(stageShape),
    /** On the tables that are done and that this build made itself; `cost` is in US dollars by the prices of the config. */
    spending: z.object({
      asked: z.int().nonnegative(),
      reused: z.int().nonnegative(),
      promptTokens: z.int().nonnegative(),
      completionTokens: z.int().nonnegative(),
      cost: z.number().nonnegative(),
    }),
    /** `failed`: why, as people are told it. */
    error: z.object({ type: z.string(), message: z.string() }).optional(),
    /** `budget`: US dollars that were spent, and the limit that they reached. */
    budget: z.object({ limit: z.number().positive(), spent: z.number().nonnegative() }).optional(),
    /** `waiting` and `budget`: for what, in words. */
    waiting: z.string().optional(),
  }),
});
export type Notice = z.infer<typeof NoticeSchema>;

/** Signal by which a worker tells a build that rows wait for an endpoint: its name, and why. */
export const waitsSignalName = 'waits';

/** A notice on its way to one receiver. */
export interface NoticeToSend {
  readonly hook: Pick<Hook, 'url' | 'secretEnv'>;
  readonly notice: Notice;
}
