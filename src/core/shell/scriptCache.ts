import type { ShellScript } from './shellScript.js';

/** Remembers scripts by their text; the ones not asked for the longest go first. */
export interface ScriptCache {
  get(text: string): ShellScript | undefined;
  set(script: ShellScript): void;
}

/** A cache that holds about `maxBytes` of scripts, counted generously. */
export function createScriptCache(maxBytes: number): ScriptCache {
  const scripts = new Map<string, ShellScript>();
  let bytes = 0;

  function forget(script: ShellScript): void {
    scripts.delete(script.original);
    bytes -= sizeOf(script);
  }

  return {
    get(text) {
      const script = scripts.get(text);
      if (script !== undefined) {
        // Why: a Map keeps the order of insertion, so the first entry is always the one to forget.
        scripts.delete(text);
        scripts.set(text, script);
      }
      return script;
    },
    set(script) {
      scripts.set(script.original, script);
      bytes += sizeOf(script);
      for (const oldest of scripts.values()) {
        if (bytes <= maxBytes) {
          return;
        }
        forget(oldest);
      }
    },
  };
}

/** Two bytes for each character of the text and of its words, and what objects cost in V8. */
function sizeOf({ original, commands }: ShellScript): number {
  const words = commands.reduce((sum, command) => sum + command.words.length, 0);
  return 256 + original.length * 4 + commands.length * 256 + words * 96;
}
