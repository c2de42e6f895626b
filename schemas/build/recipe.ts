import type { z } from 'zod';
import type { BuildConfig } from './build.ts';
import type { TableRef } from './task.ts';
import type { TranslationWay } from '../inference/languages.ts';
import type { Place } from '../kinds/kind.ts';
import type { DatasetTraining } from '../training.ts';
import type { KindName } from '../kinds/index.ts';
import type { AnyStage } from '../table/stage.ts';

/** A recipe as everything but its workflow and row functions sees it. */
export interface Recipe<Config = BuildConfig> {
  /** Name in configs. */
  readonly name: string;
  /** Type of its workflow. */
  readonly workflow: string;
  readonly title: string;
  readonly paper: string | undefined;
  readonly schema: z.ZodType<Config>;
  readonly stages: readonly AnyStage[];
  /** What its builds publish, the main one first. @default pair */
  readonly kinds?: readonly KindName[];
  /** Folder of its prompts. @default its name */
  readonly prompts?: string;
  /** Columns of its tables that say nothing to readers of a dataset, and are left out of it. */
  readonly hidden?: readonly string[];
  /** What columns of its datasets hold, where the usual words would be wrong. */
  readonly about?: Readonly<Record<string, string>>;
  /**
   * What its rows hold that a trainer must see beside the plain texts of its kind. Formats without a place for it are
   * refused before anything is asked; what is not told here is found when the dataset is published.
   */
  carries?(config: Config): readonly Place[];
  /**
   * Manifests of its own in the store, of things that have versions as datasets do: builds take the newest alone. What those
   * that stay name is not collected. A pointer `latest.json` with the number `version` is beside the versions' folders.
   */
  readonly manifests?: {
    readonly folder: string;
    /** Keys of the manifests, with the groups `name` and `version`. */
    readonly file: RegExp;
    /** Throws where it is none. */
    tables(manifest: unknown): readonly Pick<TableRef, 'stage' | 'digest'>[];
  };
  /** How its paper fine-tunes a model on its datasets. */
  readonly training?: DatasetTraining;
  /** What its datasets are for, as the Hugging Face hub names it. @default its kind's */
  readonly task?: string;
  /** Roles that are played by another role's model, at its endpoint, where the config says no other. */
  readonly sameModel?: Readonly<Record<string, string>>;
  /** Prompts that the config itself gives, as text or as a file's path. */
  givenPrompts?(config: Config): Readonly<Record<string, { text: string } | { file: string }>>;
  /** Column of the user's table that holds whole prompts, where the config names one. */
  promptColumn?(config: Config): string | undefined;
  /** The ways that its role `translator` is to translate, for a check of the server before a build. */
  translations?(config: Config): readonly TranslationWay[];
  /** What is wrong with the prompts that a build would have, by their names; undefined where nothing is. */
  promptProblem?(config: Config, names: readonly string[]): string | undefined;
}
