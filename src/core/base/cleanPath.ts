/**
 * Go's `path.Clean`: no `.` and no double slashes, `..` resolved, no trailing slash; `.` for nothing.
 * https://pkg.go.dev/path#Clean
 */
export function cleanPath(path: string): string {
  const isRooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') {
      parts.pop();
    } else if (part !== '' && part !== '.' && !(part === '..' && isRooted)) {
      parts.push(part);
    }
  }
  const joined = parts.join('/');
  return isRooted ? `/${joined}` : joined || '.';
}
