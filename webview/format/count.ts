const numbers = new Intl.NumberFormat('en');

/** A count with its noun: `1 layer`, `12,345 lines`. */
export function formatCount(count: number, noun: string): string {
  return `${numbers.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}
