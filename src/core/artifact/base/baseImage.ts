import type { Digest } from '../../base/digest.js';
import type { Layer } from '../../image/image.js';

/** An image that others may be built on: where it is, or what is known of its layers. */
export type ConversionBase = GivenBase | KnownBase;

/** A base that somebody has. */
export interface GivenBase {
  /** Absolute path: an image in any form, also one without its layers, or its manifest or config as a JSON file. */
  readonly path: string;
  /** The repository it was pulled from (`docker.io/library/ubuntu`); default: what it says itself. */
  readonly repository?: string;
}

/** A base that an engine or a registry told of. */
export interface KnownBase {
  readonly repository: string;
  /** Its uncompressed layers. */
  readonly diffIds: readonly Digest[];
}

/** A base whose layers can be recognised. */
export interface OpenBase {
  /** What a person calls it; absent where nobody asked for it by name. */
  readonly name?: string;
  readonly layers: readonly BaseLayer[];
}

/** What is known of a layer of a base. */
export interface BaseLayer {
  /** Of the uncompressed bytes; absent where only a manifest is there. */
  readonly diffId?: Digest;
  /** Of the stored bytes, as the base claims it. */
  readonly digest?: Digest;
  /** The repository it was pulled from, or empty. */
  readonly source: string;
  /** The layer itself, where its bytes are there; nothing of them is checked yet. */
  readonly layer?: Layer;
}
