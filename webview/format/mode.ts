const letters = ['r', 'w', 'x', 'r', 'w', 'x', 'r', 'w', 'x'];

/** Permissions as `ls` shows them: `rwxr-xr-x`, `rwsr-xr-x`. Empty when they are not known (-1). */
export function formatMode(mode: number): string {
  if (mode < 0) {
    return '';
  }
  const plain = letters.map((letter, bit) => ((mode >> (8 - bit)) & 1 ? letter : '-'));
  const specials = [
    [0o4000, 2, 's'],
    [0o2000, 5, 's'],
    [0o1000, 8, 't'],
  ] as const;
  for (const [bit, place, letter] of specials) {
    if ((mode & bit) !== 0) {
      plain[place] = plain[place] === 'x' ? letter : letter.toUpperCase();
    }
  }
  return plain.join('');
}
