import type { TranslationWay } from '../../../schemas/inference/languages.ts';
import type { ServiceQuestion, Usage } from '../../../schemas/inference/question.ts';
import type { Received } from '../completion-response.ts';
import type { Problem } from '../fault-problem.ts';
import type { Protocol } from './protocol.ts';
import type { Task } from './task.ts';

export interface ServiceRequest {
  /** Below the base URL, or below the server's root (the base URL without a final /v1). */
  readonly path: string;
  readonly atRoot: boolean;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a server made of one question of a request. */
export interface ServiceResult {
  readonly text: string;
}

export interface ServiceReply {
  /** In the order of the questions. */
  readonly results: readonly ServiceResult[];
  readonly usage?: Usage;
  /** The model's name as the server reports it. */
  readonly servedBy?: string;
}

/** A protocol in which many questions travel in one request: all that is known of it is in its adapter's file. */
export interface ServiceAdapter {
  readonly protocol: Protocol;
  /** What its servers do; the first is tried where nothing tells which of them is wanted. */
  readonly tasks: readonly [Task, ...Task[]];
  /** What must be equal, besides model and extra body, for two questions to share a request. */
  shared(question: ServiceQuestion): string;
  /** Its request takes no second question. */
  readonly travelsAlone?: (question: ServiceQuestion) => boolean;
  /** How the key is sent, where it is not as a bearer token. */
  readonly headers?: (key: string) => Readonly<Record<string, string>>;
  /** Questions of one request, which share everything that they must; `key` is the API key, if any. */
  request(questions: readonly ServiceQuestion[], key: string | undefined): ServiceRequest;
  /** Throws UnusableAnswer where the body does not hold a result for each question. */
  read(received: Received, questions: readonly ServiceQuestion[]): ServiceReply;
  /** Pages that tell before a build whether the server is there and has the model; without any, `GET /models` tells. */
  readonly pages?: (model: string) => readonly ServicePage[];
  /** A trial tells what the pages do not, or the list of models: whether a listed one does this task. */
  readonly trialTells?: boolean;
  /** Most texts of a request that the protocol's servers take, whatever the role's `batch` says. */
  readonly mostTexts?: number;
}

export interface ServicePage {
  readonly path: string;
  readonly atRoot: boolean;
  /** It is of the model: without it the server lacks the model, and else the protocol. */
  readonly ofModel?: boolean;
  /** It is shown to everybody, whatever their key. */
  readonly open?: boolean;
  /** What is wrong by what the page says, for a role that is to translate these ways. */
  readonly problem?: (body: unknown, translations: readonly TranslationWay[]) => Problem | undefined;
}
