import type { ByteSource } from '../base/byteSource.js';
import type { Digest } from '../base/digest.js';
import { imageConfigSchema } from './format/imageConfig.js';
import type { ImageConfig } from './format/imageConfig.js';
import { decodeJson, readSmallBlob } from './format/jsonBlob.js';
import { digestOf } from './layer/digestCheck.js';

/** A config that was read. */
export interface ConfigBlob {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
  /** Decodes it, the first time; `archive-corrupt`. */
  readonly decode: () => ImageConfig;
}

const known = new WeakMap<ByteSource, Promise<ConfigBlob>>();

/** Reads a config; a blob that many images share is read once. `what` names it in errors. */
export function readConfigBlob(blob: ByteSource, what: string): Promise<ConfigBlob> {
  const reading = known.get(blob) ?? read(blob, what);
  known.set(blob, reading);
  return reading;
}

async function read(blob: ByteSource, what: string): Promise<ConfigBlob> {
  const bytes = await readSmallBlob(blob, what);
  let config: ImageConfig | undefined;
  return {
    bytes,
    digest: digestOf(bytes),
    decode: () => (config ??= decodeJson(bytes, imageConfigSchema, what)),
  };
}
