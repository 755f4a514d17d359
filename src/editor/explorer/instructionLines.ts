import * as path from 'node:path';

import { Range, Uri, window } from 'vscode';

import type { ImageView } from '../../bridge/explorerProtocol.js';
import { messageOf } from '../../core/base/errors.js';
import { parseDockerfile } from '../../core/dockerfile/parseDockerfile.js';
import type { Host } from '../../core/host/host.js';
import { matchLines } from './matchLines.js';

/** What is needed to know of which Dockerfile an image is. */
export interface InstructionLinesOptions {
  readonly host: Host;
  /** The Dockerfile of the build that made what is at a path; undefined when that is not known. */
  readonly dockerfileOf: (source: string) => string | undefined;
}

interface Place {
  readonly file: string;
  readonly line: number;
}

/** Where the instructions stand that made the layers of images which were built here. */
export class InstructionLines {
  readonly #options: InstructionLinesOptions;
  readonly #places = new Map<string, Place>();

  constructor(options: InstructionLinesOptions) {
    this.#options = options;
  }

  /** The images with the lines of their layers, where the Dockerfile is known and says the same. */
  async add(sources: readonly string[], images: readonly ImageView[]): Promise<readonly ImageView[]> {
    const [source = ''] = sources;
    const file = sources.length === 1 ? this.#options.dockerfileOf(source) : undefined;
    const text = file === undefined ? undefined : await this.#read(file);
    if (file === undefined || text === undefined) {
      return images;
    }
    const { instructions } = parseDockerfile(text);
    return images.map((image) => {
      const lines = matchLines(
        image.layers.map(({ instruction }) => instruction),
        instructions,
      );
      return {
        ...image,
        layers: image.layers.map((layer, index) =>
          this.#place(layer, lines[index], {
            file,
            key: keyOf(sources, image.id, index),
          }),
        ),
      };
    });
  }

  /** Opens the Dockerfile at the instruction that made a layer. */
  async open(sources: readonly string[], image: string, layer: number): Promise<void> {
    const place = this.#places.get(keyOf(sources, image, layer));
    if (place !== undefined) {
      const selection = new Range(place.line, 0, place.line, 0);
      await window.showTextDocument(Uri.file(place.file), { selection });
    }
  }

  #place<Layer>(layer: Layer, line: number | undefined, { file, key }: { file: string; key: string }): Layer {
    if (line === undefined) {
      return layer;
    }
    this.#places.set(key, { file, line });
    return { ...layer, line: `${path.basename(file)}:${line + 1}` };
  }

  /** A Dockerfile that has gone since the build is no failure: there is nothing to link to. */
  async #read(file: string): Promise<string | undefined> {
    try {
      return await this.#options.host.files.readText(file);
    } catch (error) {
      this.#options.host.log.debug(`No lines of ${file} are linked: ${messageOf(error)}`);
      return undefined;
    }
  }
}

function keyOf(sources: readonly string[], image: string, layer: number): string {
  return JSON.stringify([sources, image, layer]);
}
