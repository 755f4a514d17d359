import { plainStyle, terminalStyle } from '../core/report/textStyle.js';
import type { TextStyle } from '../core/report/textStyle.js';

/** Where text goes: a terminal, a file, a pipe. */
export interface Output {
  write(text: string): void;
  readonly style: TextStyle;
  /** Whether lines that were written can be redrawn. */
  readonly isLive: boolean;
  /** Whether characters outside ASCII arrive as they are. */
  readonly isUnicode: boolean;
  columns(): number;
  rows(): number;
}

/** The part of a stream of Node that an output needs. */
export interface TextStream {
  write(text: string): unknown;
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The output on a stream. When the reader has gone (`| head`) the rest is dropped without a complaint: what was
 * asked for was given; any other failure of the stream is handed to `onFailure`.
 */
export function createOutput(
  stream: TextStream,
  environment: Environment,
  onFailure: (error: Error) => void,
): Output {
  let open = true;
  stream.on('error', (error) => {
    open = false;
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') {
      onFailure(error);
    }
  });
  const isTerminal = stream.isTTY === true;
  const isDumb = environment['TERM'] === 'dumb';
  return {
    write: (text) => {
      if (open && text !== '') {
        stream.write(text);
      }
    },
    style: wantsColour(isTerminal && !isDumb, environment) ? terminalStyle : plainStyle,
    isLive: isTerminal && !isDumb && !isContinuousIntegration(environment),
    isUnicode: isUnicode(environment),
    columns: () => stream.columns ?? 80,
    rows: () => stream.rows ?? 24,
  };
}

/** https://no-color.org: any value but the empty one turns colour off, whatever else is said. */
function wantsColour(isAble: boolean, environment: Environment): boolean {
  if ((environment['NO_COLOR'] ?? '') !== '') {
    return false;
  }
  const forced = environment['FORCE_COLOR'] ?? '';
  return forced === '' ? isAble : forced !== '0' && forced !== 'false';
}

function isContinuousIntegration(environment: Environment): boolean {
  const value = environment['CI'] ?? '';
  return value !== '' && value !== '0' && value !== 'false';
}

/** The locale as POSIX finds it; Windows' terminals take UTF-8 without saying so. */
function isUnicode(environment: Environment): boolean {
  const set = ['LC_ALL', 'LC_CTYPE', 'LANG'].map((name) => environment[name] ?? '');
  const locale = set.find((value) => value !== '');
  return locale === undefined ? environment['OS'] === 'Windows_NT' : /utf-?8/i.test(locale);
}
