import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { Context } from '@temporalio/activity';
import { z } from 'zod';
import { faultOfDisk } from '../activities/storage/file-fault.ts';
import type { WorkersRoom } from './workers-room.ts';

/** Errors that trying again cannot mend: the config, the data or the store must change first. */
export const permanent = new Set([
  'AnalysisFailed',
  'BankUnusable',
  'CertificatesUnusable',
  'ChatTemplateUnusable',
  'ColumnsDiffer',
  'ConfigError',
  'ConfigUnusable',
  'CorpusUnreadable',
  'CountsDoNotReconcile',
  'DatasetEmpty',
  'EndpointRefused',
  'EndpointsNotReady',
  'FolderUnusable',
  'FormatLacksPlace',
  'LanguageUnknown',
  'NoticeRefused',
  'ObjectUnreadable',
  'PromptError',
  'QueryFailed',
  'RoleRefused',
  'RowUnfit',
  'SeedDataUnusable',
  'StageNotListed',
  'StoreEmptied',
  'StoreFull',
  'StoreKeyError',
  'StoreUnavailable',
  'TableDamaged',
  'TableUnreadable',
  'TaskMismatch',
  'TokenizerUnusable',
  'TooManyRejects',
  'TooManyUnusable',
  'UnknownRecipe',
  'VectorUnusable',
  'VectorsDiffer',
  'ZodError',
]);

/**
 * Tries of a step that met a fault which may pass or be a wrong address, such as an object store that does not answer:
 * with the retry policy's pauses, somewhat over a minute.
 */
const patience = 7;

/** True where the error itself says that trying again may help. */
function mayPass(error: Error): boolean {
  return 'permanent' in error && error.permanent === false;
}

/** Node's codes of a program that is not whole, or not as its parts expect. */
const brokenProgram =
  /^(MODULE_NOT_FOUND|ERR_(MODULE_NOT_FOUND|PACKAGE_PATH_NOT_EXPORTED|UNSUPPORTED_DIR_IMPORT|UNKNOWN_FILE_EXTENSION|REQUIRE_ESM|DLOPEN_FAILED|ASSERTION))$/;

/**
 * Mistakes in our own code: tried a few times, since another worker may run a mended version, and then told. An error
 * of no kind and without a code is thrown where something cannot be; faults of disks and networks have codes.
 */
export function isOurMistake(error: Error): boolean {
  if (error instanceof TypeError || error instanceof ReferenceError) return true;
  if (error instanceof RangeError || error instanceof SyntaxError) return true;
  if ('code' in error && typeof error.code === 'string') return brokenProgram.test(error.code);
  return error.constructor === Error;
}

/**
 * Tells permanent failures from passing ones. A permanent one ends the build with its message; everything else is
 * tried again. An activity that a stopping worker interrupts is handed back at once for another worker.
 */
export class PermanentFailures implements ActivityInboundCallsInterceptor {
  readonly #home: string;
  readonly #room: WorkersRoom;

  /** @param home where scratch files are: named where a disk is full and the system does not say which */
  constructor(home: string, room: WorkersRoom) {
    this.#home = home;
    this.#room = room;
  }

  async execute(
    input: ActivityExecuteInput,
    next: Next<ActivityInboundCallsInterceptor, 'execute'>,
  ): Promise<unknown> {
    try {
      return await next(input);
    } catch (thrown) {
      const { cancellationSignal, cancellationDetails, info } = Context.current();
      if (cancellationSignal.aborted) {
        if (cancellationDetails?.workerShutdown === true && !cancellationDetails.cancelRequested)
          throw stopping();
        throw new CancelledFailure('cancelled');
      }
      const error = (await faultOfDisk(thrown, this.#home)) ?? thrown;
      if (!(error instanceof Error)) throw error;
      const type = error.name;
      const hopeless = permanent.has(type) && !mayPass(error);
      const outOfPatience = (permanent.has(type) || isOurMistake(error)) && info.attempt >= patience;
      if (!hopeless && !outOfPatience) throw error;
      // A full disk of this process's own is no matter of the build's: another worker, or the next run, goes on.
      if (await this.#room.isFull()) throw stopping();
      const message = error instanceof z.ZodError ? z.prettifyError(error) : error.message;
      throw ApplicationFailure.nonRetryable(message, type);
    }
  }
}

function stopping(): ApplicationFailure {
  return ApplicationFailure.retryable('the worker is stopping', 'WorkerStopping');
}
