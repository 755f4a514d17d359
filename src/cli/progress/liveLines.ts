import type { PlatformStatus, StepStatus } from '../../core/build/buildStatus.js';
import { toPrintableLine } from '../../core/report/printable.js';
import { formatBytes, formatDuration } from '../../core/report/quantity.js';
import type { Emphasis, TextStyle } from '../../core/report/textStyle.js';
import type { LiveState } from './liveState.js';
import { fitText } from './textWidth.js';

/** The terminal that the lines are for. */
export interface Canvas {
  readonly columns: number;
  readonly rows: number;
  readonly style: TextStyle;
  readonly isUnicode: boolean;
}

const barColumns = 20;
/** Below this width there is no room for bars. */
const leastColumnsForBar = 60;

/** When the view is drawn. */
export interface Moment {
  readonly nowMs: number;
  /** The user has cancelled, and the build is ending. */
  readonly isCancelling: boolean;
}

/** The live view at one moment: a head line, then a line a platform; never wider or higher than the terminal. */
export function formatLive(state: LiveState, canvas: Canvas, moment: Moment): readonly string[] {
  const { nowMs } = moment;
  const width = Math.max(0, ...state.status.platforms.map(({ platform }) => platform.length));
  const lines = state.status.platforms.map((platform) => formatPlatform(platform, width, canvas, nowMs));
  return [formatHead(state, canvas, moment), ...lines].slice(0, Math.max(1, canvas.rows - 1));
}

function formatHead(state: LiveState, canvas: Canvas, moment: Moment): string {
  const { style } = canvas;
  const time = formatDuration(moment.nowMs - state.startedMs);
  const phase = phaseText(state, moment);
  const bytes = state.bytes === undefined ? '' : `  ${bytesText(state.bytes, canvas)}`;
  const room = canvas.columns - 1 - phase.length - time.length - bytes.length - 4;
  const name = fitText(toPrintableLine(state.recipeName), Math.max(0, room), ellipsisOf(canvas));
  return fitLine(
    [
      [name, style.bold],
      [`  ${phase}`, style.cyan],
      [bytes, (text) => text],
      [`  ${time}`, style.dim],
    ],
    canvas,
  );
}

function phaseText(state: LiveState, { isCancelling }: Moment): string {
  if (state.outcome !== undefined) {
    return state.outcome === 'succeeded' ? 'done' : state.outcome;
  }
  return isCancelling ? 'cancelling (once more ends it by force)' : state.phase;
}

function bytesText(bytes: { readonly current: number; readonly total: number }, canvas: Canvas): string {
  const share = bytes.total === 0 ? 0 : bytes.current / bytes.total;
  const numbers = `${formatBytes(bytes.current)} of ${formatBytes(bytes.total)}`;
  return canvas.columns < leastColumnsForBar ? numbers : `${formatBar(share, canvas)}  ${numbers}`;
}

function formatPlatform(platform: PlatformStatus, width: number, canvas: Canvas, nowMs: number): string {
  const { style } = canvas;
  const { counts } = platform;
  const colour = stateColour(platform.state, style);
  const share = counts.total === 0 ? 0 : counts.done / counts.total;
  const bar = canvas.columns < leastColumnsForBar ? '' : `${formatBar(share, canvas)}  `;
  return fitLine(
    [
      [`${platform.platform.padEnd(width)}  `, style.bold],
      [bar, colour],
      [`${`${counts.done}/${counts.total}`.padStart(5)}  `, (text) => text],
      [`${elapsedText(platform, nowMs).padStart(6)}  `, style.dim],
      [toPrintableLine(activityText(platform)), colour],
    ],
    canvas,
  );
}

function formatBar(share: number, canvas: Canvas): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * barColumns);
  const [done, left] = canvas.isUnicode ? ['█', '░'] : ['#', '.'];
  return done.repeat(full) + left.repeat(barColumns - full);
}

function elapsedText(
  span: { readonly startedMs?: number; readonly endedMs?: number },
  nowMs: number,
): string {
  return span.startedMs === undefined ? '' : formatDuration((span.endedMs ?? nowMs) - span.startedMs);
}

function activityText(platform: PlatformStatus): string {
  const step = platform.steps.findLast(({ state }) => state === 'failed' || state === 'running');
  switch (platform.state) {
    case 'waiting':
      return 'waiting';
    case 'succeeded':
      return platform.counts.cached > 0 ? `done, ${platform.counts.cached} cached` : 'done';
    case 'cancelled':
      return 'cancelled';
    case 'failed':
      return step === undefined ? 'failed' : `failed: ${stepText(step)}`;
    case 'running':
      return step === undefined ? '' : stepText(step);
  }
}

function stepText(step: StepStatus): string {
  const stage = step.stage === undefined ? '' : `[${step.stage}] `;
  const bytes =
    step.bytes.total === 0 ? '' : ` (${formatBytes(step.bytes.current)} of ${formatBytes(step.bytes.total)})`;
  return `${stage}${step.name}${bytes}`;
}

function stateColour(state: PlatformStatus['state'], style: TextStyle): Emphasis {
  const colours = {
    waiting: style.dim,
    running: style.cyan,
    succeeded: style.green,
    failed: style.red,
    cancelled: style.yellow,
  };
  return colours[state];
}

/** Joins coloured parts into a line that leaves the last column free, where some terminals wrap. */
function fitLine(parts: readonly (readonly [string, Emphasis])[], canvas: Canvas): string {
  let left = canvas.columns - 1;
  const fitted = parts.map(([text, colour]) => {
    const part = fitText(text, Math.max(0, left), ellipsisOf(canvas));
    left -= fitText(text, Number.MAX_SAFE_INTEGER, '').length;
    return colour(part);
  });
  return fitted.join('').trimEnd();
}

function ellipsisOf(canvas: Canvas): string {
  return canvas.isUnicode ? '…' : '~';
}
