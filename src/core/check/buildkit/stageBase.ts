import type { BaseImageFacts } from './baseImageFacts.js';
import { familiarName } from '../../dockerfile/imageName.js';

/** What a stage begins with. */
export type StageBase =
  | { readonly kind: 'scratch' }
  | { readonly kind: 'stage'; readonly index: number }
  | {
      readonly kind: 'image';
      readonly reference: string;
      /** Undefined when nobody was asked, or nobody answered. */
      readonly facts: BaseImageFacts | undefined;
      /** Whether a named context stands in for what is written. */
      readonly isReplaced: boolean;
    }
  /** Files without an image's config: a named context that is a folder, a git repository or an archive. */
  | { readonly kind: 'files' }
  /** Not known here: a name with a variable of unknown value, or what another build makes. */
  | { readonly kind: 'unknown' };

/** Named contexts, found as the builder finds them: by the name that users know an image by. */
export class NamedContexts {
  private readonly byName: ReadonlyMap<string, string>;

  constructor(contexts: Readonly<Record<string, string>>) {
    this.byName = new Map(Object.entries(contexts).map(([name, value]) => [familiarName(name), value]));
  }

  /** The context of that name; stages called `scratch` and `context` are never replaced. */
  find(name: string): string | undefined {
    const isReserved = ['scratch', 'context'].includes(name.toLowerCase());
    return isReserved || this.byName.size === 0 ? undefined : this.byName.get(familiarName(name));
  }
}

/** What a named context is as a base. https://docs.docker.com/reference/cli/docker/buildx/build/#build-context */
export function baseOfContext(
  context: string,
  factsOf: (reference: string) => BaseImageFacts | undefined,
): StageBase {
  const image = /^docker-image:\/\/(.*)$/s.exec(context)?.[1];
  if (image !== undefined || context.startsWith('oci-layout://')) {
    const reference = image ?? context;
    return { kind: 'image', reference, facts: factsOf(reference), isReplaced: true };
  }
  return context.startsWith('target:') ? { kind: 'unknown' } : { kind: 'files' };
}
