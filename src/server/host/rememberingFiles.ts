import type { Files } from '../../core/host/host.js';

/** Answers kept at most; a session that looks at more begins anew. */
const maxEntries = 4000;
/** Texts longer than this many characters are read again rather than kept. */
const maxTextLength = 1 << 20;

/** Files whose answers are kept until something may have changed. */
export interface RememberingFiles {
  readonly files: Files;
  /** The disk may have changed: everything is looked at again. */
  forget(): void;
}

/**
 * Wraps files so that a check after a keystroke does not touch the disk: what is there and what is written in it are
 * remembered until `forget`. Failures are not remembered, except that nothing is there.
 */
export function rememberFiles(files: Files): RememberingFiles {
  const statuses = new Map<string, ReturnType<Files['status']>>();
  const texts = new Map<string, Promise<string>>();
  const realPaths = new Map<string, Promise<string>>();
  const readText = (path: string): Promise<string> => {
    const reading = remember(texts, path, () => files.readText(path));
    reading.then(
      (text) => {
        dropIf(texts, path, reading, text.length > maxTextLength);
      },
      () => undefined,
    );
    return reading;
  };
  const status: Files['status'] = (path) => {
    const looking = remember(statuses, path, () => files.status(path));
    looking.catch(() => {
      dropIf(statuses, path, looking, true);
    });
    return looking;
  };
  const realPath = (path: string): Promise<string> => {
    const looking = remember(realPaths, path, () => files.realPath(path));
    looking.catch(() => {
      dropIf(realPaths, path, looking, true);
    });
    return looking;
  };
  return {
    files: { ...files, readText, status, realPath },
    forget: () => {
      statuses.clear();
      texts.clear();
      realPaths.clear();
    },
  };
}

function remember<Value>(map: Map<string, Value>, key: string, read: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) {
    return known;
  }
  if (map.size >= maxEntries) {
    map.clear();
  }
  const value = read();
  map.set(key, value);
  return value;
}

function dropIf<Value>(map: Map<string, Value>, key: string, value: Value, condition: boolean): void {
  if (condition && map.get(key) === value) {
    map.delete(key);
  }
}
