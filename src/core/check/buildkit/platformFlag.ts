import { normalizePlatform, parsePlatform } from '../../platform/platform.js';
import type { Platform } from '../../platform/platform.js';

/** Systems that may stand alone. */
const loneSystem = /^(?:linux|windows|darwin|macos|freebsd)$/;

/**
 * The platform that FROM's flag asks for: a system alone has the processor of the builder, amd64 where that is not
 * known, and a version behind it, `windows(10.0.17763)`, is left aside. Undefined for what is no platform: that ends a
 * build.
 */
export function readPlatformFlag(text: string, native: Platform | undefined): Platform | undefined {
  const [system = '', ...parts] = text.toLowerCase().split('/');
  const os = system.replace(/\(.*\)$/, '');
  if (parts.length === 0 && loneSystem.test(os)) {
    return normalizePlatform(os, native?.architecture ?? 'amd64');
  }
  try {
    return parsePlatform([os, ...parts].join('/'));
  } catch {
    // Why: the problem is told as one of the file; a check has nothing to say about it.
    return undefined;
  }
}
