/** Keystrokes at places all over a text: a few characters typed and taken back again. */
import { createRandom } from './dockerfiles.mjs';

const typed = ['a', '1', ' ', '-'];

/** At least `count` keystrokes, as changes of the language server protocol. */
export function createKeystrokes(text, count, seed = 7) {
  const random = createRandom(seed);
  const lines = text.split('\n');
  const keystrokes = [];
  while (keystrokes.length < count) {
    const line = Math.floor(random() * lines.length);
    const character = Math.floor(random() * (lines[line].length + 1));
    const at = (offset) => ({ line, character: character + offset });
    keystrokes.push(
      ...typed.map((key, offset) => ({ text: key, range: { start: at(offset), end: at(offset) } })),
      ...typed.map((_, index) => ({
        text: '',
        range: { start: at(typed.length - index - 1), end: at(typed.length - index) },
      })),
    );
  }
  return keystrokes;
}
