import type { Rule } from '../rule.js';
import { dl3018, dl3019 } from './shell/apkRules.js';
import { dl3008, dl3014, dl3015 } from './shell/aptGetRules.js';
import { dl3010 } from './shell/archiveRules.js';
import { dl3047, dl4001 } from './shell/downloadRules.js';
import { dl3028 } from './shell/gemRules.js';
import { dl3062 } from './shell/goRules.js';
import { dl3059 } from './shell/layerRules.js';
import { dl3009, dl3060 } from './shell/listRules.js';
import { dl3016 } from './shell/npmRules.js';
import { dl4006 } from './shell/pipefailRules.js';
import { dl3013, dl3042 } from './shell/pipRules.js';
import { dl3001, dl3003, dl3004, dl3027, dl4005 } from './shell/programRules.js';
import { dl3030, dl3032, dl3038, dl3040 } from './shell/rpmRules.js';
import { dl3033, dl3041 } from './shell/rpmVersionRules.js';
import { dl3046 } from './shell/userRules.js';
import { dl3034, dl3035, dl3036, dl3037 } from './shell/zypperRules.js';

/** hadolint's rules about what RUN gives to the shell. https://github.com/hadolint/hadolint/wiki */
export const shellRules: readonly Rule[] = [
  ...[dl3001, dl3003, dl3004, dl3008, dl3009, dl3010, dl3013, dl3014, dl3015, dl3016, dl3018],
  ...[dl3019, dl3027, dl3028, dl3030, dl3032, dl3033, dl3034, dl3035, dl3036, dl3037, dl3038],
  ...[dl3040, dl3041, dl3042, dl3046, dl3047, dl3059, dl3060, dl3062, dl4001, dl4005, dl4006],
];
