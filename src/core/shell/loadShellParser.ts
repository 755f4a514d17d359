import type { Tree } from '@vscode/tree-sitter-wasm';
import { Language, Parser } from '@vscode/tree-sitter-wasm';

import type { Clock, Host } from '../host/host.js';
import { toKnownSyntax, withPlainPatterns } from './knownSyntax.js';
import { readScript } from './readScript.js';
import { createScriptCache } from './scriptCache.js';
import type { ShellParser, ShellProblem, ShellScript } from './shellScript.js';

/** Longer texts are not parsed: nobody reads such a RUN, and it would hold up the next keystroke. */
const maxCharacters = 100_000;

/**
 * What parsing one text may take; only texts made to be hard come near it. Each one that does halves what the next
 * may take, so that a file full of them is soon gone through; each text that is parsed gives some of it back.
 */
const parseLimitMs = { most: 500, least: 15, regained: 5 };

const cacheBytes = 8 * 1024 * 1024;

/** Why: the runtime of tree-sitter is one for the process; starting it again would break the parsers of the first. */
let language: Promise<Language> | undefined;

/** By the clock of their host: whoever asks again is given the same, and with it what it remembers. */
const parsers = new WeakMap<Clock, ShellParser>();

/**
 * The parser of shell of a host, made from the product's assets when it is first asked for. The grammar is bash's,
 * which has that of `sh`, dash and ash in it. Rejects with a `HostError` when the assets are not there.
 */
export async function loadShellParser(host: Pick<Host, 'files' | 'system' | 'clock'>): Promise<ShellParser> {
  const { clock } = host;
  language ??= loadLanguage(host);
  try {
    const bash = await language;
    const parser = parsers.get(clock) ?? createParser(bash, () => clock.nowMs());
    parsers.set(clock, parser);
    return parser;
  } catch (error) {
    language = undefined;
    throw error;
  }
}

async function loadLanguage({ files, system }: Pick<Host, 'files' | 'system'>): Promise<Language> {
  const [runtime, grammar] = await Promise.all(
    ['tree-sitter.wasm', 'tree-sitter-bash.wasm'].map((name) =>
      files.readBytes(`${system.assetDirectory}/${name}`),
    ),
  );
  // Why: the runtime takes its own bytes, which its types leave out; without them it would look for a file itself.
  const options = { wasmBinary: runtime, locateFile: (name: string) => name };
  await Parser.init(options);
  return Language.load(grammar ?? new Uint8Array());
}

function createParser(bash: Language, nowMs: () => number): ShellParser {
  const parser = new Parser().setLanguage(bash);
  const cache = createScriptCache(cacheBytes);
  let limitMs = parseLimitMs.most;

  function parseText(text: string): ShellScript {
    if (text.length > maxCharacters) {
      return unreadable(text, 'too-long');
    }
    const known = toKnownSyntax(text);
    const script = parseAs(known, text);
    const plain = script.problem === 'syntax' ? withPlainPatterns(known) : known;
    return plain === known ? script : parseAs(plain, text);
  }

  function parseAs(known: string, text: string): ShellScript {
    const end = nowMs() + limitMs;
    const tree = parser.parse(known, null, { progressCallback: () => nowMs() > end });
    if (tree === null) {
      parser.reset();
      limitMs = Math.max(limitMs / 2, parseLimitMs.least);
      return unreadable(text, 'too-slow');
    }
    limitMs = Math.min(limitMs + parseLimitMs.regained, parseLimitMs.most);
    return readTree(tree, text);
  }

  return {
    parse(text) {
      const known = cache.get(text);
      if (known !== undefined) {
        return known;
      }
      const script = parseText(ownCopy(text));
      cache.set(script);
      return script;
    },
  };
}

/** Why: V8 makes a slice of a text refer to the text, so that each remembered script would keep a whole document. */
function ownCopy(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}

/** Frees the tree. */
function readTree(tree: Tree, text: string): ShellScript {
  try {
    const root = tree.rootNode;
    return root.hasError ? unreadable(text, 'syntax') : { original: text, ...readScript(root, text) };
  } finally {
    tree.delete();
  }
}

function unreadable(original: string, problem: ShellProblem): ShellScript {
  return { original, commands: [], pipes: [], problem };
}
