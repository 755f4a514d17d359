import { errors, type Locator, type Page } from 'playwright-core';

/** One entry of the Problems view, as it stands there. */
export interface Problem {
  /** The absolute path of its file. */
  readonly file: string;
  readonly severity: string;
  readonly message: string;
  readonly source: string;
  /** Empty where the finding has none. */
  readonly code: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  /** What is told of other places with it. */
  readonly related: readonly string[];
}

/** Rows of the view: `file`, `problem` and `related` are alternatives. */
interface Row {
  readonly index: number;
  /** Whether it is the last of the view, which draws only the rows in sight. */
  readonly isLast: boolean;
  readonly file: string | undefined;
  readonly problem: Omit<Problem, 'file' | 'related'> | undefined;
  /** What is told of another place with the problem above. */
  readonly related: string | undefined;
}

/** Reads the whole Problems view, which must be visible, scrolling through it as far as needed. */
export async function readProblems(page: Page): Promise<readonly Problem[]> {
  const panel = page.locator('.markers-panel');
  await panel.waitFor();
  if (await panel.locator('.message-box-container').isVisible()) {
    return [];
  }
  const list = panel.locator('.monaco-list').first();
  const height = (await list.boundingBox())?.height ?? 0;
  // Why: with the keyboard one scrolls, too, but that moves the selection of the editor along.
  if (!(await canHover(list))) {
    return readProblems(page);
  }
  for (let attempt = 0; attempt < 10; attempt++) {
    const rows = await scrollThrough(page, list, height * 0.4);
    if (rows.length === (rows.at(-1)?.index ?? -1) + 1) {
      return toProblems(rows);
    }
  }
  throw new Error('The problems change all the time; they cannot be read.');
}

/** All rows in order. Some may be missing if the view changed meanwhile, for it draws only the rows in sight. */
async function scrollThrough(page: Page, list: Locator, step: number): Promise<readonly Row[]> {
  await page.mouse.wheel(0, -1_000_000);
  const rows = new Map<number, Row>();
  for (;;) {
    const visible = await list.locator('.monaco-list-row').evaluateAll(readRows);
    visible.forEach((row) => rows.set(row.index, row));
    if (visible.length === 0 || visible.some((row) => row.isLast)) {
      break;
    }
    await page.mouse.wheel(0, step);
  }
  await page.mouse.wheel(0, -1_000_000);
  return [...rows.values()].sort((a, b) => a.index - b.index);
}

function readRows(rows: readonly Element[]): readonly Row[] {
  const text = (row: Element, selector: string): string =>
    row.querySelector(selector)?.textContent.trim() ?? '';
  return rows.map((row) => {
    const index = Number(row.getAttribute('data-index'));
    const isLast = row.getAttribute('data-last-element') === 'true';
    const file = row
      .querySelector('.resource-label-container .monaco-icon-label')
      ?.getAttribute('aria-label');
    if (file !== null && file !== undefined) {
      return { index, isLast, file, problem: undefined, related: undefined };
    }
    if (row.querySelector('.related-info-resource') !== null) {
      const related = text(row, '.marker-description');
      return { index, isLast, file: undefined, problem: undefined, related };
    }
    const [, line = 'NaN', column = 'NaN'] = /(\d+)\D+(\d+)/.exec(text(row, '.marker-line')) ?? [];
    const lines = [...row.querySelectorAll('.marker-message')].map((each) => each.textContent.trim());
    return {
      index,
      isLast,
      file: undefined,
      related: undefined,
      problem: {
        severity: /^\w+/.exec(row.getAttribute('aria-label') ?? '')?.[0] ?? '',
        message: lines.join('\n'),
        source: text(row, '.marker-source'),
        code: text(row, '.marker-code'),
        line: Number(line),
        column: Number(column),
      },
    };
  });
}

function toProblems(rows: readonly Row[]): readonly Problem[] {
  let file = '';
  const problems: (Problem & { readonly related: string[] })[] = [];
  for (const row of rows) {
    file = row.file ?? file;
    if (row.problem !== undefined) {
      problems.push({ file, ...row.problem, related: [] });
    }
    if (row.related !== undefined) {
      problems.at(-1)?.related.push(row.related);
    }
  }
  return problems;
}

/** Points at the list; false when it went away meanwhile, as it does when the last problem is solved. */
async function canHover(list: Locator): Promise<boolean> {
  try {
    await list.hover({ timeout: 3000 });
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError && !(await list.isVisible())) {
      return false;
    }
    throw error;
  }
}
