import type { TextOptions } from '../../core/report/reportOptions.js';
import type { World } from '../world.js';

/** How text reports are written for the reader of stdout. */
export function textOptions(world: World): TextOptions {
  return { style: world.stdout.style, directory: world.host.system.currentDirectory };
}
