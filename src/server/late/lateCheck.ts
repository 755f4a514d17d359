import type { SilenceReason, VoiceName } from '../../bridge/languageProtocol.js';
import type { Finding } from '../../core/finding/finding.js';
import type { Host } from '../../core/host/host.js';
import type { CheckMemory } from '../../core/pipeline/checkMemory.js';
import type { RecipeCheck } from '../check/recipeCheck.js';
import type { ServerSettings } from '../settings/serverSettings.js';

/** A check that asks another program: it comes after ours, and never delays them. */
export interface LateCheck {
  readonly name: Exclude<VoiceName, 'static'>;
  /** Which text it looks at: what the editor holds, or what is on the disk. */
  readonly basis: 'editor' | 'disk';
  /** Never fails, except by `signal`. */
  readonly ask: (request: LateRequest) => Promise<LateAnswer>;
}

/** What a late check is asked about. */
export interface LateRequest {
  /** Absolute path of the document. */
  readonly path: string;
  /** What our own checks know of it. */
  readonly check: RecipeCheck;
  readonly settings: ServerSettings;
  readonly host: Host;
  /** What our own checks learned of the disk. */
  readonly memory: CheckMemory;
  readonly isTrusted: boolean;
  /** The text of a file that the editor holds; undefined for all others. */
  readonly read: (file: string) => string | undefined;
  readonly signal: AbortSignal;
}

/** What it found, or why it found nothing. */
export type LateAnswer =
  | {
      readonly kind: 'spoke';
      readonly findings: readonly Finding[];
      readonly platforms: readonly string[];
      readonly elapsedMs: number;
      /** Why it looked no further, in its own words, where it stopped. */
      readonly stoppedBy?: string;
    }
  | { readonly kind: 'silent'; readonly why: SilenceReason; readonly detail?: string };
