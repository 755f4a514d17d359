import type { Rule } from '../rule.js';
import { hadolintConfigRule } from './configRule.js';
import { dl3006, dl3007, dl3029, dl3065 } from './instruction/baseImageRules.js';
import { dl3011, dl3025 } from './instruction/commandRules.js';
import { dl3020, dl3021, dl3022, dl3023, dl3067 } from './instruction/copyRules.js';
import { dl3000, dl3045 } from './instruction/directoryRules.js';
import { dl1001 } from './instruction/ignorePragma.js';
import {
  dl3048,
  dl3050,
  dl3051,
  dl3052,
  dl3053,
  dl3054,
  dl3055,
  dl3056,
  dl3058,
} from './instruction/labelRules.js';
import { dl3057 } from './instruction/missingHealthcheck.js';
import { dl3049 } from './instruction/missingLabel.js';
import { dl3012, dl4003, dl4004 } from './instruction/onceRules.js';
import { dl3043, dl3061, dl4000 } from './instruction/orderRules.js';
import { dl3024, dl3063 } from './instruction/stageNameRules.js';
import { dl3026 } from './instruction/trustedRegistry.js';
import { dl3002, dl3066 } from './instruction/userRules.js';
import { dl3044, dl3064 } from './instruction/variableRules.js';

/**
 * hadolint's rules about instructions other than what RUN runs, and the one about its configuration file.
 * https://github.com/hadolint/hadolint#rules
 */
export const instructionRules: readonly Rule[] = [
  hadolintConfigRule,
  dl1001,
  dl3000,
  dl3002,
  dl3006,
  dl3007,
  dl3011,
  dl3012,
  dl3020,
  dl3021,
  dl3022,
  dl3023,
  dl3024,
  dl3025,
  dl3026,
  dl3029,
  dl3043,
  dl3044,
  dl3045,
  dl3048,
  dl3049,
  dl3050,
  dl3051,
  dl3052,
  dl3053,
  dl3054,
  dl3055,
  dl3056,
  dl3057,
  dl3058,
  dl3061,
  dl3063,
  dl3064,
  dl3065,
  dl3066,
  dl3067,
  dl4000,
  dl4003,
  dl4004,
];

/** A BuildKit check that speaks of the same as one of hadolint's rules. */
export interface BuildkitTwin {
  readonly check: string;
  /**
   * What both findings have to be about to be one: the same instruction; or instructions of the same keyword in the
   * same stage, where BuildKit reports each but the last and hadolint each but the first.
   */
  readonly ground: 'instruction' | 'stage-keyword';
}

const onInstruction = (check: string): BuildkitTwin => ({ check, ground: 'instruction' });
const onlyOnce: BuildkitTwin = { check: 'MultipleInstructionsDisallowed', ground: 'stage-keyword' };

/** The twin of each rule that has one, by hadolint's code. */
export const buildkitTwins: ReadonlyMap<string, BuildkitTwin> = new Map([
  ['DL3000', onInstruction('WorkdirRelativePath')],
  ['DL3012', onlyOnce],
  ['DL3024', onInstruction('DuplicateStageName')],
  ['DL3025', onInstruction('JSONArgsRecommended')],
  ['DL3029', onInstruction('FromPlatformFlagConstDisallowed')],
  ['DL3063', onInstruction('ReservedStageName')],
  ['DL3064', onInstruction('SecretsUsedInArgOrEnv')],
  ['DL3065', onInstruction('RedundantTargetPlatform')],
  ['DL4000', onInstruction('MaintainerDeprecated')],
  ['DL4003', onlyOnce],
  ['DL4004', onlyOnce],
]);
