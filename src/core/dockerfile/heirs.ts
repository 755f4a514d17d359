/**
 * What stages leave to the stages that are based on them, each by index. Only as long as another heir is to come is it
 * copied and kept, so that a long line of stages costs no more than its instructions.
 */
export class Heirs<T> {
  readonly #left = new Map<number, T>();
  readonly #waiting = new Map<number, number>();

  /** `parents` has the stage that each stage is based on, if it is. */
  constructor(parents: readonly (number | undefined)[]) {
    for (const parent of parents) {
      if (parent !== undefined) {
        this.#waiting.set(parent, (this.#waiting.get(parent) ?? 0) + 1);
      }
    }
  }

  /** Whether any stage is based on it. */
  isAwaited(stage: number): boolean {
    return this.#waiting.has(stage);
  }

  /** What a stage leaves; it is forgotten at once where nothing is based on it. */
  leave(stage: number, value: T): void {
    if (this.isAwaited(stage)) {
      this.#left.set(stage, value);
    }
  }

  /** What the parent left, for the one who asks alone; undefined without a parent. */
  take(parent: number | undefined, copy: (value: T) => T): T | undefined {
    const value = parent === undefined ? undefined : this.#left.get(parent);
    if (parent === undefined || value === undefined) {
      return undefined;
    }
    const waiting = (this.#waiting.get(parent) ?? 1) - 1;
    this.#waiting.set(parent, waiting);
    if (waiting > 0) {
      return copy(value);
    }
    this.#left.delete(parent);
    return value;
  }
}
