import { beforeAll, describe, expect, it } from 'vitest';

import { loadShellParser } from '../../../src/core/shell/loadShellParser.js';
import type { ShellParser } from '../../../src/core/shell/shellScript.js';
import { createTestHost } from '../../support/testHost.js';

const host = createTestHost();
let shell: ShellParser;

beforeAll(async () => {
  shell = await loadShellParser(host);
});

describe('a text is parsed once', () => {
  it('as long as it is remembered', () => {
    const text = 'apt-get update';
    expect(shell.parse(text)).toBe(shell.parse(text));
  });

  it('and forgotten before the cache grows without bounds', () => {
    const first = shell.parse('first');
    for (let index = 0; index < 40; index += 1) {
      shell.parse(`echo ${'x'.repeat(90_000)}${String(index)}`);
    }
    expect(shell.parse('first')).not.toBe(first);
    expect(shell.parse('first')).toEqual(first);
  });
});

describe('no text holds the parser up', () => {
  it('a line of a megabyte is not parsed, and says so', () => {
    const text = 'apt-get update && '.repeat(60_000) + 'x';
    expect(shell.parse(text)).toEqual({ original: text, commands: [], pipes: [], problem: 'too-long' });
  });

  it('a text that is hard to recover from is given up', () => {
    let now = 0;
    // Why a clock of its own: each look at it is the work of a slice, however fast the machine is.
    const clock = { nowMs: () => (now += 100) };
    return loadShellParser({ ...host, clock }).then((slow) => {
      expect(slow.parse('| '.repeat(1000)).problem).toBe('too-slow');
      expect(slow.parse('apt-get update').commands).toHaveLength(1);
    });
  });

  it('the next such text is given up sooner, and one that is not is still parsed', async () => {
    let looks = 0;
    const clock = { nowMs: () => (looks += 1) * 10 };
    const slow = await loadShellParser({ ...host, clock });
    const hard = (index: number): number => {
      const before = looks;
      expect(slow.parse(`a${String(index)} ${'| '.repeat(3000)}`).problem).toBe('too-slow');
      return looks - before;
    };
    expect(hard(1)).toBeGreaterThan(hard(2) + 5);
    expect(slow.parse('apt-get update').commands).toHaveLength(1);
  });

  it('a chain of thousands of commands is read whole', () => {
    expect(shell.parse('a && '.repeat(10_000) + 'b').commands).toHaveLength(10_001);
  });

  const nested = [
    ['$(', ')'],
    ['"$(', ')"'],
    ['{ ', '; }'],
    ['( ', ' )'],
    ['${a:-', '}'],
    ['if ', '; then b; fi'],
    ['a <<A ', ''],
    ['`', '`'],
    ['[[ ', ' ]]'],
    ['a\\', ''],
    ["'", "'"],
  ] as const;
  it.each(nested)('thousands of %s in each other', (open, close) => {
    for (const text of [open.repeat(4000) + 'a' + close.repeat(4000), open.repeat(8000)]) {
      const { original, commands } = shell.parse(text);
      expect(original).toBe(text);
      expect(commands.every(({ start, end }) => start >= 0 && start < end && end <= text.length)).toBe(true);
    }
  });
});

describe('the parser needs its files', () => {
  it('two of one process do not disturb each other', async () => {
    const other = await loadShellParser(host);
    expect(other.parse('a | b').pipes).toHaveLength(1);
    expect(shell.parse('c | d').pipes).toHaveLength(1);
  });
});
