const shortestMs = 15;
const longestMs = 600;
/** Of a text that was never checked: a guess that errs on the quick side. */
const charactersPerMs = 4000;

/**
 * How long typing must pause before a check, in milliseconds: next to nothing for small texts, and for those whose
 * last check took long about as long again, so that checking never takes more than half of the time.
 */
export function typingDelayMs(textLength: number, lastCheckMs: number | undefined): number {
  const expected = lastCheckMs ?? textLength / charactersPerMs;
  return Math.round(Math.min(longestMs, Math.max(shortestMs, expected * 1.5)));
}
